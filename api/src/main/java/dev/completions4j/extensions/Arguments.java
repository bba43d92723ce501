// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks arguments of builders. Null, which unsets a parameter, is always valid. */
final class Arguments {

    private Arguments() {}

    /** Returns an exception for a kind of structure that a builder does not know, without the structure's contents. */
    static IllegalStateException unknown(StructuredOutput output) {
        return new IllegalStateException("There is no parameter for a structure of the " + output.getClass());
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the value is less than the minimum
     */
    static @Nullable Integer atLeast(int minimum, String name, @Nullable Integer value) {
        if (value != null && value < minimum) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + minimum);
        }
        return value;
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the value is greater than the maximum or not a number
     */
    static @Nullable Double atMost(double maximum, String name, @Nullable Double value) {
        if (value != null && !(value <= maximum)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at most " + maximum);
        }
        return value;
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the value is out of range or not a number
     */
    static @Nullable Double between(double minimum, double maximum, String name, @Nullable Double value) {
        if (value != null && !(value >= minimum && value <= maximum)) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; it must be between " + minimum + " and " + maximum);
        }
        return value;
    }

    /**
     * Returns the text. The message omits it, since it may be confidential.
     *
     * @throws IllegalArgumentException if the text is empty or too long
     */
    static @Nullable String length(int maximum, String name, @Nullable String value) {
        if (value != null && (value.isEmpty() || value.codePointCount(0, value.length()) > maximum)) {
            throw new IllegalArgumentException(name + " has " + value.codePointCount(0, value.length())
                    + " characters; it must have 1 to " + maximum);
        }
        return value;
    }

    /**
     * Returns the ids.
     *
     * @throws IllegalArgumentException if there is no id, or more than the maximum, or a negative one
     */
    static int @Nullable [] tokenIds(int maximum, String name, int @Nullable [] ids) {
        if (ids == null) {
            return null;
        }
        if (ids.length == 0 || ids.length > maximum) {
            throw new IllegalArgumentException(
                    name + " has " + ids.length + " token ids; it must have 1 to " + maximum);
        }
        for (int id : ids) {
            if (id < 0) {
                throw new IllegalArgumentException(name + " contains " + id + "; a token id must be at least 0");
            }
        }
        return ids;
    }

    /**
     * Returns the number of seconds.
     *
     * @throws IllegalArgumentException if the duration is not positive or has a fraction of a second
     */
    static @Nullable Long seconds(String name, @Nullable Duration value) {
        if (value == null) {
            return null;
        }
        if (value.getSeconds() < 1 || value.getNano() != 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be one or more whole seconds");
        }
        return value.getSeconds();
    }

    /**
     * Returns the number of milliseconds.
     *
     * @throws IllegalArgumentException if the duration is less than a millisecond
     */
    static @Nullable Long milliseconds(String name, @Nullable Duration value) {
        if (value == null) {
            return null;
        }
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least a millisecond");
        }
        return value.compareTo(Duration.ofMillis(Long.MAX_VALUE)) >= 0
                ? Long.valueOf(Long.MAX_VALUE)
                : value.toMillis();
    }
}
