// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.config;

import java.time.Duration;

/** Conversions of settings; their exceptions continue a sentence that names the value. */
public final class Numbers {

    private Numbers() {}

    /**
     * Returns a whole number.
     *
     * @param text the text
     * @throws IllegalArgumentException if it is none
     */
    public static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it must be a whole number, such as 50", e);
        }
    }

    /**
     * Returns a positive whole number.
     *
     * @param text the text
     * @throws IllegalArgumentException if it is none
     */
    public static int positive(String text) {
        int number = whole(text);
        if (number < 1) {
            throw new IllegalArgumentException("it must be at least 1");
        }
        return number;
    }

    /**
     * Returns a positive whole number, which may be larger than an {@code int}.
     *
     * @param text the text
     * @throws IllegalArgumentException if it is none
     */
    public static long positiveLong(String text) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it must be a whole number, such as 1000000", e);
        }
        if (number < 1) {
            throw new IllegalArgumentException("it must be at least 1");
        }
        return number;
    }

    /**
     * Returns a number.
     *
     * @param text the text
     * @throws IllegalArgumentException if it is none, infinite or NaN
     */
    public static double any(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As if it were infinite.
        }
        throw new IllegalArgumentException("it must be a number, such as 0.7");
    }

    /**
     * Returns a number of seconds.
     *
     * @param text the text
     * @throws IllegalArgumentException if it is no positive number
     */
    public static Duration seconds(String text) {
        double seconds = any(text);
        long millis = (long) (seconds * 1_000);
        if (millis < 1) {
            throw new IllegalArgumentException("it must be a positive number of seconds, such as 30");
        }
        return Duration.ofMillis(millis);
    }
}
