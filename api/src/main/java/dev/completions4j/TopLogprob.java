package dev.completions4j;

import org.jspecify.annotations.Nullable;

/**
 * One of the likeliest tokens in a place.
 *
 * @param token its text
 * @param logprob natural logarithm; {@link Double#NEGATIVE_INFINITY} for a token that could not be chosen; null if the
 *     server sent null
 */
public record TopLogprob(String token, @Nullable Double logprob) {}
