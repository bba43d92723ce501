// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import static java.util.Objects.requireNonNullElse;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.model.RequestRules.ModelNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses and validates requests by OpenAI's schema and the server's own rules; ignores properties that the schema
 * lacks.
 */
final class ModelRequestParser {

    private static final int DEFAULT_MAX_TOKENS = 16;
    private static final int MAX_BIAS = 100;

    private final RequestRules rules;
    private final RequestLimits limits;
    private final FakeTokenizer tokenizer;

    ModelRequestParser(RequestRules rules, FakeTokenizer tokenizer) {
        this.rules = rules;
        this.limits = rules.limits();
        this.tokenizer = tokenizer;
    }

    /** @param json the body of the request; null if it is empty */
    ModelRequest parse(@Nullable JsonNode json) throws RequestFault {
        if (!(json instanceof ObjectNode object)) {
            throw RequestFault.badRequest("The body of the request must be a JSON object.", null, rules.bodyFault());
        }
        RequestProperties all = new RequestProperties(object);
        rules.check().check(all);
        RequestProperties properties = new RequestProperties(rules.adaptation().apply(object)).without(rules.ignored());
        checkIneffective(properties);
        int n = requireNonNullElse(properties.integer("n", 1, 128), 1);
        boolean stream = properties.isTrue("stream");
        RequestProperties streamOptions = streamOptions(properties, stream);
        return new ModelRequest(
                model(properties, rules.names()),
                prompts(properties.any("prompt")),
                properties.text("suffix"),
                requireNonNullElse(
                        properties.integer("max_tokens", limits.minMaxTokens(), Integer.MAX_VALUE), DEFAULT_MAX_TOKENS),
                n,
                bestOf(properties, n, stream),
                stops(properties.any("stop")),
                properties.isTrue("echo"),
                properties.integer("logprobs", limits.minLogprobs(), limits.maxLogprobs()),
                properties.integer("seed"),
                banned(properties.object("logit_bias")),
                stream,
                streamOptions.isTrue("include_usage"),
                streamOptions.isTrue("include_obfuscation"),
                streamOptions.isTrue("continuous_usage_stats"),
                properties.isTrue("return_token_ids"),
                properties.integer("prompt_logprobs", -1, Integer.MAX_VALUE),
                properties.isTrue("timings_per_token"));
    }

    /** Checks properties that must be valid although they have no effect without sampling. */
    private static void checkIneffective(RequestProperties properties) throws RequestFault {
        properties.requireNumber("temperature", 0, 2);
        properties.requireNumber("top_p", 0, 1);
        properties.requireNumber("frequency_penalty", -2, 2);
        properties.requireNumber("presence_penalty", -2, 2);
        properties.text("user");
    }

    /** Returns the tokens with the minimum bias; ids that belong to no token have no effect. */
    private Set<String> banned(@Nullable ObjectNode logitBias) throws RequestFault {
        Set<String> banned = new HashSet<>();
        if (logitBias != null) {
            for (Map.Entry<String, JsonNode> each : logitBias.members().entrySet()) {
                RequestProperties.requireNumber("logit_bias", each.getValue(), -MAX_BIAS, MAX_BIAS);
                String token = tokenizer.token(id(each.getKey()));
                if (token != null && each.getValue().numberValue().doubleValue() == -MAX_BIAS) {
                    banned.add(token);
                }
            }
        }
        return Set.copyOf(banned);
    }

    private static int id(String key) throws RequestFault {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw RequestFault.badRequest(
                    "Invalid key in 'logit_bias': " + key + ". You should only be submitting integer token ids.",
                    "logit_bias",
                    null);
        }
    }

    private static String model(RequestProperties properties, ModelNames names) throws RequestFault {
        String model = properties.text("model");
        if (model == null && names != ModelNames.OWN) {
            return FakeModel.DEFAULT_NAME;
        }
        if (model == null) {
            throw RequestFault.badRequest("You must provide a model parameter.", "model", null);
        }
        return model;
    }

    private static int bestOf(RequestProperties properties, int n, boolean stream) throws RequestFault {
        int bestOf = requireNonNullElse(properties.integer("best_of", 0, 20), n);
        if (bestOf < n) {
            throw RequestFault.badRequest("Invalid 'best_of': it must not be less than 'n'.", "best_of", null);
        }
        if (stream && bestOf > n) {
            throw RequestFault.badRequest(
                    "Invalid 'best_of': it must not be more than 'n' when 'stream' is set.", "best_of", null);
        }
        return bestOf;
    }

    private static RequestProperties streamOptions(RequestProperties properties, boolean stream) throws RequestFault {
        ObjectNode options = properties.object("stream_options");
        if (options == null) {
            return new RequestProperties(new ObjectNode());
        }
        if (!stream) {
            throw RequestFault.badRequest(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        return new RequestProperties(options);
    }

    private List<String> stops(@Nullable JsonNode stop) throws RequestFault {
        if (stop == null) {
            return List.of();
        }
        List<String> stops = new ArrayList<>();
        if (stop.isArray()) {
            for (JsonNode each : stop) {
                stops.add(RequestProperties.text("stop", each));
            }
        } else {
            stops.add(RequestProperties.text("stop", stop));
        }
        if (stops.size() > limits.maxStops()) {
            throw RequestFault.badRequest(
                    "Invalid 'stop': array too long. Expected an array with maximum length " + limits.maxStops()
                            + ", but got an array with length " + stops.size() + " instead.",
                    "stop",
                    "array_above_max_length");
        }
        if (!limits.emptyStops() && (stops.isEmpty() || stops.contains(""))) {
            throw RequestFault.badRequest(
                    "Invalid 'stop': expected at least one string, and no empty strings.", "stop", null);
        }
        return stops;
    }

    private List<TokenizedPrompt> prompts(@Nullable JsonNode prompt) throws RequestFault {
        if (prompt == null) {
            return List.of(TokenizedPrompt.of(""));
        }
        if (!(prompt instanceof ArrayNode array)) {
            return List.of(TokenizedPrompt.of(RequestProperties.text("prompt", prompt)));
        }
        requireElements(array);
        if (array.get(0).isNumber()) {
            return List.of(tokens(array));
        }
        boolean ofTokenLists = array.get(0).isArray();
        List<TokenizedPrompt> prompts = new ArrayList<>();
        for (JsonNode each : array) {
            prompts.add(ofTokenLists ? tokens(each) : TokenizedPrompt.of(RequestProperties.text("prompt", each)));
        }
        return prompts;
    }

    private TokenizedPrompt tokens(JsonNode ids) throws RequestFault {
        if (!(ids instanceof ArrayNode array)) {
            throw RequestProperties.wrongType("prompt", "an array of token ids", ids);
        }
        requireElements(array);
        List<String> tokens = new ArrayList<>();
        for (JsonNode id : array) {
            if (!id.isIntegralNumber()) {
                throw RequestProperties.wrongType("prompt", "an integer", id);
            }
            String token = id.numberValue() instanceof Integer number ? tokenizer.token(number) : null;
            if (token == null) {
                throw RequestFault.badRequest(
                                "Invalid 'prompt': it contains an unknown token id.", rules.paramOfUnknownToken(), null)
                        .late();
            }
            tokens.add(token);
        }
        return TokenizedPrompt.of(tokens);
    }

    private static void requireElements(ArrayNode array) throws RequestFault {
        if (array.size() == 0) {
            throw RequestFault.badRequest(
                    "Invalid 'prompt': empty array. Expected at least one element.", "prompt", "empty_array");
        }
    }
}
