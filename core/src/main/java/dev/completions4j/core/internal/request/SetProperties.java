// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The typed properties that a request sets, by JSON name. */
final class SetProperties {

    private final Map<String, Object> values = new LinkedHashMap<>();

    private SetProperties() {}

    /** Returns the properties of a non-streaming request. */
    static Map<String, Object> of(CompletionRequest request) {
        return new SetProperties().addAll(request).values;
    }

    /** Returns the properties of a streaming request. */
    static Map<String, Object> ofStreamed(CompletionRequest request) {
        return new SetProperties()
                .addAll(request)
                .add("stream_options", request.streamOptions())
                .add("stream", true)
                .values;
    }

    private SetProperties addAll(CompletionRequest request) {
        return add("model", request.model())
                .add("prompt", request.prompt())
                .add("best_of", request.bestOf())
                .add("echo", request.echo())
                .add("frequency_penalty", request.frequencyPenalty())
                .add("logit_bias", request.logitBias())
                .add("logprobs", request.logprobs())
                .add("max_tokens", request.maxTokens())
                .add("n", request.n())
                .add("presence_penalty", request.presencePenalty())
                .add("seed", request.seed())
                .add("stop", request.stop())
                .add("suffix", request.suffix())
                .add("temperature", request.temperature())
                .add("top_p", request.topP())
                .add("user", request.user());
    }

    private SetProperties add(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }
}
