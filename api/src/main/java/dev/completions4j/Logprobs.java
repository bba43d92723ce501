package dev.completions4j;

import java.util.List;
import java.util.Map;

/**
 * The log probabilities of a choice's tokens, the same whether the server sent the completions shape (parallel lists)
 * or the chat shape (a list of objects).
 *
 * @param tokens one entry a token, in order
 * @param additionalProperties what else the server sent, by name
 */
public record Logprobs(List<TokenLogprob> tokens, Map<String, JsonValue> additionalProperties) {

    public Logprobs {
        tokens = List.copyOf(tokens);
        additionalProperties = Copies.of(additionalProperties);
    }
}
