// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.StreamOptions;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.core.internal.json.JsonWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes requests as JSON, with only the properties that the caller has set. */
final class RequestEncoder {

    /** Space for the properties other than the prompt, in bytes. */
    private static final int OTHERS_SIZE = 128;

    private RequestEncoder() {}

    /** Returns the JSON of a non-streaming request. */
    static ByteBuffer encode(CompletionRequest request) {
        return object(PromptSize.estimate(request.prompt()), json -> properties(request, json));
    }

    /** Returns the JSON of a streaming request. */
    static ByteBuffer encodeStreamed(CompletionRequest request) {
        return object(PromptSize.estimate(request.prompt()), json -> {
            properties(request, json);
            json.name("stream").bool(true);
            streamOptions(request.streamOptions(), json);
        });
    }

    /** Returns the JSON of a request for the tokens of a text. */
    static ByteBuffer encode(TokenizationRequest request, TokenizerDialect dialect) {
        return object(PromptSize.estimate(Prompt.of(request.text())), json -> {
            text("model", request.model(), json);
            json.name(dialect.text()).string(request.text());
            named(dialect.specialTokens(), request.specialTokens(), json);
            if (request.tokenTexts()) {
                named(dialect.tokenTexts(), true, json);
            }
        });
    }

    /** Returns the JSON of a request for the text of tokens. */
    static ByteBuffer encode(@Nullable String model, TokenIds tokens, TokenizerDialect dialect) {
        return object(PromptSize.estimate(new Prompt.Tokens(tokens)), json -> {
            text("model", model, json);
            json.name("tokens").tokens(tokens);
            named(dialect.skipSpecialTokens(), false, json);
        });
    }

    private interface Members {
        void write(JsonWriter json);
    }

    /**
     * @param estimatedSize estimated size of the largest part, in bytes
     */
    private static ByteBuffer object(int estimatedSize, Members members) {
        JsonWriter json = new JsonWriter((int) Math.min(JsonWriter.MAX_LENGTH, (long) estimatedSize + OTHERS_SIZE));
        json.startObject();
        members.write(json);
        return json.endObject().content();
    }

    private static void properties(CompletionRequest request, JsonWriter json) {
        json.name("model").string(request.model());
        prompt(request.prompt(), json);
        number("best_of", request.bestOf(), json);
        flag("echo", request.echo(), json);
        number("frequency_penalty", request.frequencyPenalty(), json);
        logitBias(request.logitBias(), json);
        number("logprobs", request.logprobs(), json);
        number("max_tokens", request.maxTokens(), json);
        number("n", request.n(), json);
        number("presence_penalty", request.presencePenalty(), json);
        number("seed", request.seed(), json);
        stop(request.stop(), json);
        text("suffix", request.suffix(), json);
        number("temperature", request.temperature(), json);
        number("top_p", request.topP(), json);
        text("user", request.user(), json);
        json.members(request.additionalProperties());
    }

    private static void prompt(@Nullable Prompt prompt, JsonWriter json) {
        if (prompt == null) {
            return;
        }
        json.name("prompt");
        if (prompt instanceof Prompt.Text text) {
            json.string(text.text());
        } else if (prompt instanceof Prompt.Texts texts) {
            strings(texts.texts(), json);
        } else if (prompt instanceof Prompt.Tokens tokens) {
            json.tokens(tokens.ids());
        } else if (prompt instanceof Prompt.TokenLists lists) {
            json.startArray();
            lists.lists().forEach(json::tokens);
            json.endArray();
        }
    }

    private static void strings(List<String> strings, JsonWriter json) {
        json.startArray();
        strings.forEach(json::string);
        json.endArray();
    }

    private static void logitBias(@Nullable Map<Integer, Double> bias, JsonWriter json) {
        if (bias == null) {
            return;
        }
        json.name("logit_bias");
        json.startObject();
        bias.forEach((token, value) -> number(token.toString(), value, json));
        json.endObject();
    }

    private static void stop(@Nullable List<String> stop, JsonWriter json) {
        if (stop != null) {
            // Always a list: all servers accept lists, and TGI accepts nothing else.
            json.name("stop");
            strings(stop, json);
        }
    }

    private static void streamOptions(@Nullable StreamOptions options, JsonWriter json) {
        if (options == null) {
            return;
        }
        json.name("stream_options");
        json.startObject();
        flag("include_usage", options.includeUsage(), json);
        flag("include_obfuscation", options.includeObfuscation(), json);
        json.members(options.additionalProperties());
        json.endObject();
    }

    private static void text(String name, @Nullable String value, JsonWriter json) {
        if (value != null) {
            json.name(name).string(value);
        }
    }

    private static void named(@Nullable String name, boolean value, JsonWriter json) {
        if (name != null) {
            json.name(name).bool(value);
        }
    }

    private static void flag(String name, @Nullable Boolean value, JsonWriter json) {
        if (value != null) {
            json.name(name).bool(value);
        }
    }

    private static void number(String name, @Nullable Integer value, JsonWriter json) {
        if (value != null) {
            json.name(name).number(value.intValue());
        }
    }

    private static void number(String name, @Nullable Long value, JsonWriter json) {
        if (value != null) {
            json.name(name).number(value.longValue());
        }
    }

    /** Writes whole numbers without a fraction, as {@code logit_bias} requires (OpenAI). */
    private static void number(String name, @Nullable Double value, JsonWriter json) {
        if (value != null) {
            json.name(name).number(value.doubleValue());
        }
    }
}
