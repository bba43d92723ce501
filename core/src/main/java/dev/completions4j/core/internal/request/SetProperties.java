// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The typed properties that a request sets, by JSON name. A view, since every call is validated. */
final class SetProperties {

    private final CompletionRequest request;
    private final boolean streamed;

    private SetProperties(CompletionRequest request, boolean streamed) {
        this.request = request;
        this.streamed = streamed;
    }

    /** Returns the properties of a non-streaming request. */
    static SetProperties of(CompletionRequest request) {
        return new SetProperties(request, false);
    }

    /** Returns the properties of a streaming request. */
    static SetProperties ofStreamed(CompletionRequest request) {
        return new SetProperties(request, true);
    }

    /** Returns the value; null if the property is not set. */
    @Nullable Object get(String name) {
        return switch (name) {
            case "model" -> request.model();
            case "prompt" -> request.prompt();
            case "best_of" -> request.bestOf();
            case "echo" -> request.echo();
            case "frequency_penalty" -> request.frequencyPenalty();
            case "logit_bias" -> request.logitBias();
            case "logprobs" -> request.logprobs();
            case "max_tokens" -> request.maxTokens();
            case "n" -> request.n();
            case "presence_penalty" -> request.presencePenalty();
            case "seed" -> request.seed();
            case "stop" -> request.stop();
            case "suffix" -> request.suffix();
            case "temperature" -> request.temperature();
            case "top_p" -> request.topP();
            case "user" -> request.user();
            case "stream_options" -> streamed ? request.streamOptions() : null;
            case "stream" -> streamed ? true : null;
            default -> null;
        };
    }

    /** Calls an action for each property that is set, in the order in which they are sent. */
    void forEach(BiConsumer<String, Object> action) {
        accept("model", request.model(), action);
        accept("prompt", request.prompt(), action);
        accept("best_of", request.bestOf(), action);
        accept("echo", request.echo(), action);
        accept("frequency_penalty", request.frequencyPenalty(), action);
        accept("logit_bias", request.logitBias(), action);
        accept("logprobs", request.logprobs(), action);
        accept("max_tokens", request.maxTokens(), action);
        accept("n", request.n(), action);
        accept("presence_penalty", request.presencePenalty(), action);
        accept("seed", request.seed(), action);
        accept("stop", request.stop(), action);
        accept("suffix", request.suffix(), action);
        accept("temperature", request.temperature(), action);
        accept("top_p", request.topP(), action);
        accept("user", request.user(), action);
        if (streamed) {
            accept("stream_options", request.streamOptions(), action);
            accept("stream", true, action);
        }
    }

    private static void accept(String name, @Nullable Object value, BiConsumer<String, Object> action) {
        if (value != null) {
            action.accept(name, value);
        }
    }
}
