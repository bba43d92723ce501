// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.ApiException
import dev.completions4j.CallTimeoutException
import dev.completions4j.CallbackRejectedException
import dev.completions4j.ClientClosedException
import dev.completions4j.CompletionsClientException
import dev.completions4j.CredentialException
import dev.completions4j.InvalidRequestException
import dev.completions4j.JsonValue
import dev.completions4j.JsonValue.JsonArray
import dev.completions4j.JsonValue.JsonBoolean
import dev.completions4j.JsonValue.JsonNull
import dev.completions4j.JsonValue.JsonNumber
import dev.completions4j.JsonValue.JsonObject
import dev.completions4j.JsonValue.JsonString
import dev.completions4j.MalformedResponseException
import dev.completions4j.NetworkException
import dev.completions4j.Prompt
import dev.completions4j.QueueFullException
import dev.completions4j.ServerProfile.Rule
import dev.completions4j.TruncatedStreamException
import dev.completions4j.extensions.LiteLlmParameters
import dev.completions4j.extensions.LlamaCppParameters
import dev.completions4j.extensions.LmStudioParameters
import dev.completions4j.extensions.MatchedStop
import dev.completions4j.extensions.ServerParameters
import dev.completions4j.extensions.SglangParameters
import dev.completions4j.extensions.StructuredOutput
import dev.completions4j.extensions.VllmParameters

// Each `when` covers a sealed type of the API, without `else`.

// snippet: kotlinerrors
fun describe(failure: CompletionsClientException): String = when (failure) {
    is ApiException -> "${failure.kind()}: ${failure.error().message}"
    is CallTimeoutException -> "${failure.timeout()} after ${failure.limit()}"
    is NetworkException -> "${failure.kind()}, ${failure.progress()}"
    is TruncatedStreamException -> failure.partial()?.text().orEmpty() + "…"
    is InvalidRequestException -> failure.violations().joinToString()
    is MalformedResponseException,
    is CredentialException,
    is QueueFullException,
    is CallbackRejectedException,
    is ClientClosedException,
    -> failure.message.orEmpty()
}
// end

fun describe(prompt: Prompt?): String = when (prompt) {
    is Prompt.Text -> prompt.text
    is Prompt.Texts -> prompt.texts.joinToString()
    is Prompt.Tokens -> "${prompt.ids.size()} tokens"
    is Prompt.TokenLists -> prompt.lists.joinToString { "${it.size()} tokens" }
    null -> "none"
}

fun describe(value: JsonValue): String = when (value) {
    is JsonObject -> value.members.entries.joinToString(prefix = "{", postfix = "}") { (k, v) -> "$k: ${describe(v)}" }
    is JsonArray -> value.elements.joinToString(prefix = "[", postfix = "]", transform = ::describe)
    is JsonString -> value.value
    is JsonNumber -> value.value.toPlainString()
    JsonBoolean.TRUE -> "true"
    JsonBoolean.FALSE -> "false"
    JsonNull.NULL -> "null"
}

fun describe(stop: MatchedStop): String = when (stop) {
    is MatchedStop.Text -> stop.text
    is MatchedStop.Token -> "token ${stop.id}"
}

fun describe(output: StructuredOutput): String = when (output) {
    is StructuredOutput.JsonSchema -> describe(output.schema)
    is StructuredOutput.Regex -> output.pattern
    is StructuredOutput.OneOf -> output.options.joinToString()
    is StructuredOutput.Grammar -> output.grammar
    is StructuredOutput.StructuralTag -> describe(output.format)
    StructuredOutput.AnyJsonObject.INSTANCE -> "JSON"
}

fun describe(rule: Rule): String = when (rule) {
    is Rule.AtLeast -> rule.other
    is Rule.AtMost -> rule.other
    is Rule.Conditional -> rule.range.toString()
    is Rule.NotWith -> rule.other
    is Rule.OnlyWith -> rule.other
    is Rule.NoEmptyText -> rule.property
    is Rule.TokenIdKeys -> rule.property
}

fun describe(parameters: ServerParameters): String = when (parameters) {
    is VllmParameters -> "vLLM"
    is SglangParameters -> "SGLang"
    is LlamaCppParameters -> "llama.cpp"
    is LmStudioParameters -> "LM Studio"
    is LiteLlmParameters -> "LiteLLM"
}
