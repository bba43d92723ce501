// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request without its prompt, in serializable form: the properties that all requests of a job have in common.
 *
 * <p>Immutable; {@code toString} contains the model only.
 *
 * @since 0.1.0
 */
public final class RequestTemplate implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient CompletionRequest request;

    private RequestTemplate(CompletionRequest request) {
        this.request = request;
    }

    /**
     * Returns a template with the properties of a request, except its prompt and its stream options.
     *
     * @param request the request to take the properties from
     */
    public static RequestTemplate of(CompletionRequest request) {
        return new RequestTemplate(
                request.toBuilder().prompt((Prompt) null).streamOptions(null).build());
    }

    /**
     * Returns the request for a prompt.
     *
     * @param prompt the text of the prompt
     */
    public CompletionRequest request(String prompt) {
        return request.toBuilder().prompt(prompt).build();
    }

    /** Returns one request for several prompts. */
    CompletionRequest request(List<String> prompts) {
        return request.toBuilder().prompt(new Prompt.Texts(prompts)).build();
    }

    /** Returns the properties; the request has no prompt. */
    CompletionRequest properties() {
        return request;
    }

    @Serial
    private Object writeReplace() {
        return new Serialized(request);
    }

    @Override
    public String toString() {
        return "RequestTemplate[model=" + request.model() + "]";
    }

    /** The serialized form: the properties as the JDK's own types. */
    private static final class Serialized implements Serializable {

        private static final long serialVersionUID = 1L;

        private final String model;
        private final @Nullable Integer bestOf;
        private final @Nullable Boolean echo;
        private final @Nullable Double frequencyPenalty;
        private final @Nullable LinkedHashMap<Integer, Double> logitBias;
        private final @Nullable Integer logprobs;
        private final @Nullable Integer maxTokens;
        private final @Nullable Integer n;
        private final @Nullable Double presencePenalty;
        private final @Nullable Long seed;
        private final @Nullable ArrayList<String> stop;
        private final @Nullable String suffix;
        private final @Nullable Double temperature;
        private final @Nullable Double topP;
        private final @Nullable String user;
        private final LinkedHashMap<String, Serializable> additionalProperties = new LinkedHashMap<>();

        Serialized(CompletionRequest request) {
            Map<Integer, Double> bias = request.logitBias();
            List<String> sequences = request.stop();
            model = request.model();
            bestOf = request.bestOf();
            echo = request.echo();
            frequencyPenalty = request.frequencyPenalty();
            logitBias = bias == null ? null : new LinkedHashMap<>(bias);
            logprobs = request.logprobs();
            maxTokens = request.maxTokens();
            n = request.n();
            presencePenalty = request.presencePenalty();
            seed = request.seed();
            stop = sequences == null ? null : new ArrayList<>(sequences);
            suffix = request.suffix();
            temperature = request.temperature();
            topP = request.topP();
            user = request.user();
            request.additionalProperties()
                    .forEach((name, value) -> additionalProperties.put(name, SerializableJson.from(value)));
        }

        @Serial
        private Object readResolve() {
            CompletionRequest.Builder builder = CompletionRequest.builder()
                    .model(model)
                    .bestOf(bestOf)
                    .echo(echo)
                    .frequencyPenalty(frequencyPenalty)
                    .logitBias(logitBias)
                    .logprobs(logprobs)
                    .maxTokens(maxTokens)
                    .n(n)
                    .presencePenalty(presencePenalty)
                    .seed(seed)
                    .stop(stop)
                    .suffix(suffix)
                    .temperature(temperature)
                    .topP(topP)
                    .user(user);
            additionalProperties.forEach(
                    (name, value) -> builder.additionalProperty(name, SerializableJson.toJson(value)));
            return new RequestTemplate(builder.build());
        }
    }
}
