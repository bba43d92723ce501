// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.StreamOptions;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.core.internal.json.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Encodes requests as JSON, with only the properties that the caller has set. */
final class RequestEncoder {

    private RequestEncoder() {}

    /** Returns the JSON of a non-streaming request. */
    static ByteBuffer encode(CompletionRequest request) {
        return object(PromptSize.estimate(request.prompt()), generator -> properties(request, generator));
    }

    /** Returns the JSON of a streaming request. */
    static ByteBuffer encodeStreamed(CompletionRequest request) {
        return object(PromptSize.estimate(request.prompt()), generator -> {
            properties(request, generator);
            generator.writeBooleanProperty("stream", true);
            streamOptions(request.streamOptions(), generator);
        });
    }

    /** Returns the JSON of a request for the tokens of a text. */
    static ByteBuffer encode(TokenizationRequest request, TokenizerDialect dialect) {
        return object(PromptSize.estimate(Prompt.of(request.text())), generator -> {
            text("model", request.model(), generator);
            generator.writeStringProperty(dialect.text(), request.text());
            named(dialect.specialTokens(), request.specialTokens(), generator);
            if (request.tokenTexts()) {
                named(dialect.tokenTexts(), true, generator);
            }
        });
    }

    /** Returns the JSON of a request for the text of tokens. */
    static ByteBuffer encode(@Nullable String model, TokenIds tokens, TokenizerDialect dialect) {
        return object(PromptSize.estimate(new Prompt.Tokens(tokens)), generator -> {
            text("model", model, generator);
            generator.writeName("tokens");
            tokenIds(tokens, generator);
            named(dialect.skipSpecialTokens(), false, generator);
        });
    }

    private interface Members {
        void write(JsonGenerator generator);
    }

    /**
     * @param estimatedSize estimated size of the largest part, in bytes
     */
    private static ByteBuffer object(int estimatedSize, Members members) {
        JsonBuffer out = new JsonBuffer(estimatedSize);
        try (JsonGenerator generator = Json.generator(out)) {
            generator.writeStartObject();
            members.write(generator);
            generator.writeEndObject();
        }
        return out.content();
    }

    private static void properties(CompletionRequest request, JsonGenerator generator) {
        generator.writeStringProperty("model", request.model());
        prompt(request.prompt(), generator);
        number("best_of", request.bestOf(), generator);
        flag("echo", request.echo(), generator);
        number("frequency_penalty", request.frequencyPenalty(), generator);
        logitBias(request.logitBias(), generator);
        number("logprobs", request.logprobs(), generator);
        number("max_tokens", request.maxTokens(), generator);
        number("n", request.n(), generator);
        number("presence_penalty", request.presencePenalty(), generator);
        number("seed", request.seed(), generator);
        stop(request.stop(), generator);
        text("suffix", request.suffix(), generator);
        number("temperature", request.temperature(), generator);
        number("top_p", request.topP(), generator);
        text("user", request.user(), generator);
        Json.writeMembers(request.additionalProperties(), generator);
    }

    private static void prompt(@Nullable Prompt prompt, JsonGenerator generator) {
        if (prompt == null) {
            return;
        }
        generator.writeName("prompt");
        if (prompt instanceof Prompt.Text text) {
            generator.writeString(text.text());
        } else if (prompt instanceof Prompt.Texts texts) {
            strings(texts.texts(), generator);
        } else if (prompt instanceof Prompt.Tokens tokens) {
            tokenIds(tokens.ids(), generator);
        } else if (prompt instanceof Prompt.TokenLists lists) {
            generator.writeStartArray();
            lists.lists().forEach(ids -> tokenIds(ids, generator));
            generator.writeEndArray();
        }
    }

    private static void strings(List<String> strings, JsonGenerator generator) {
        generator.writeStartArray();
        strings.forEach(generator::writeString);
        generator.writeEndArray();
    }

    private static void tokenIds(TokenIds ids, JsonGenerator generator) {
        generator.writeStartArray();
        for (int i = 0; i < ids.size(); i++) {
            generator.writeNumber(ids.get(i));
        }
        generator.writeEndArray();
    }

    private static void logitBias(@Nullable Map<Integer, Double> bias, JsonGenerator generator) {
        if (bias == null) {
            return;
        }
        generator.writeName("logit_bias");
        generator.writeStartObject();
        bias.forEach((token, value) -> number(token.toString(), value, generator));
        generator.writeEndObject();
    }

    private static void stop(@Nullable List<String> stop, JsonGenerator generator) {
        if (stop != null) {
            // Always a list: all servers accept lists, and TGI accepts nothing else.
            generator.writeName("stop");
            strings(stop, generator);
        }
    }

    private static void streamOptions(@Nullable StreamOptions options, JsonGenerator generator) {
        if (options == null) {
            return;
        }
        generator.writeName("stream_options");
        generator.writeStartObject();
        flag("include_usage", options.includeUsage(), generator);
        flag("include_obfuscation", options.includeObfuscation(), generator);
        Json.writeMembers(options.additionalProperties(), generator);
        generator.writeEndObject();
    }

    private static void text(String name, @Nullable String value, JsonGenerator generator) {
        if (value != null) {
            generator.writeStringProperty(name, value);
        }
    }

    private static void named(@Nullable String name, boolean value, JsonGenerator generator) {
        if (name != null) {
            generator.writeBooleanProperty(name, value);
        }
    }

    private static void flag(String name, @Nullable Boolean value, JsonGenerator generator) {
        if (value != null) {
            generator.writeBooleanProperty(name, value);
        }
    }

    private static void number(String name, @Nullable Integer value, JsonGenerator generator) {
        if (value != null) {
            generator.writeNumberProperty(name, value.intValue());
        }
    }

    private static void number(String name, @Nullable Long value, JsonGenerator generator) {
        if (value != null) {
            generator.writeNumberProperty(name, value.longValue());
        }
    }

    /** Writes whole numbers without a fraction, as {@code logit_bias} requires (OpenAI). */
    private static void number(String name, @Nullable Double value, JsonGenerator generator) {
        if (value == null) {
            return;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            generator.writeNumberProperty(name, value.longValue());
        } else {
            generator.writeNumberProperty(name, value.doubleValue());
        }
    }
}
