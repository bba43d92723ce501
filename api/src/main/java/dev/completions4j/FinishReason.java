// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/**
 * The reason why generation ended. The set of values is open, because servers define their own.
 *
 * @param value the value sent by the server; never empty
 * @since 0.1.0
 */
public record FinishReason(String value) {

    /** The model finished, or generated a stop sequence. */
    public static final FinishReason STOP = new FinishReason("stop");

    /** {@code max_tokens} or the context length was reached. */
    public static final FinishReason LENGTH = new FinishReason("length");

    /** A content filter of the server removed text. */
    public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

    /**
     * Returns the finish reason of a value; one of the constants if there is one.
     *
     * @param value the value sent by the server
     */
    public static FinishReason of(String value) {
        return switch (value) {
            case "stop" -> STOP;
            case "length" -> LENGTH;
            case "content_filter" -> CONTENT_FILTER;
            default -> new FinishReason(value);
        };
    }

    /**
     * Returns whether this reason is equivalent to {@link #STOP}; TGI sends {@code eos_token} or {@code stop_sequence}
     * instead.
     */
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
