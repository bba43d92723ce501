// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/**
 * Why the model stopped; an open set, since servers add their own.
 *
 * @param value as the server sent it; never empty
 */
public record FinishReason(String value) {

    /** The model came to its end, or to a stop sequence. */
    public static final FinishReason STOP = new FinishReason("stop");

    /** {@code max_tokens} or the context's length was reached. */
    public static final FinishReason LENGTH = new FinishReason("length");

    /** A filter of the server left text out. */
    public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

    /** The constant of that value, or a new one. */
    public static FinishReason of(String value) {
        return switch (value) {
            case "stop" -> STOP;
            case "length" -> LENGTH;
            case "content_filter" -> CONTENT_FILTER;
            default -> new FinishReason(value);
        };
    }

    /** Whether it means {@link #STOP}, under whatever name: TGI says {@code eos_token} or {@code stop_sequence}. */
    public boolean isStop() {
        return switch (value) {
            case "stop", "eos_token", "stop_sequence" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
