package dev.completions4j;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the likeliest tokens in a place.
 *
 * @param token its text
 * @param logprob natural logarithm; {@link Double#NEGATIVE_INFINITY} for a token that could not be chosen, and
 *     {@link Double#NaN} or {@link Double#POSITIVE_INFINITY} from a server whose computation went wrong; null if the
 *     server sent null
 * @param additionalProperties what else the server sent, by name
 */
public record TopLogprob(String token, @Nullable Double logprob, Map<String, JsonValue> additionalProperties) {

    public TopLogprob {
        additionalProperties = Copies.of(additionalProperties);
    }

    /** A token of which the server sent no more. */
    public TopLogprob(String token, @Nullable Double logprob) {
        this(token, logprob, Map.of());
    }

    /** Without the token's text. */
    @Override
    public String toString() {
        return "TopLogprob[logprob=" + logprob + "]";
    }
}
