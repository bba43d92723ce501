// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * HTTP headers in the order in which they were added, with case-insensitive names.
 *
 * <p>Immutable. Names are tokens, and values contain no control character except the tab (RFC 9110, section 5), so
 * neither can end its line. {@link #toString} contains names only, because values may be secret.
 *
 * @since 0.1.0
 */
public final class HttpHeaders {

    private static final String[] NO_STRINGS = {};
    private static final HttpHeaders EMPTY = new HttpHeaders(NO_STRINGS);
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    /** Names at even indexes, their values at odd ones. */
    private final String[] namesAndValues;

    private HttpHeaders(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** Returns an instance without headers. */
    public static HttpHeaders empty() {
        return EMPTY;
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a new builder with these headers. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.namesAndValues.addAll(Arrays.asList(namesAndValues));
        return builder;
    }

    /**
     * Returns the first value of a header; null if it is absent.
     *
     * @param name the name, case-insensitive
     */
    public @Nullable String first(String name) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equalsIgnoreCase(name)) {
                return namesAndValues[i + 1];
            }
        }
        return null;
    }

    /**
     * Returns all values of a header, in order; empty if it is absent.
     *
     * @param name the name, case-insensitive
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        forEach((each, value) -> {
            if (each.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return List.copyOf(values);
    }

    /** Returns the names in lower case, without duplicates, in the order of their first occurrence. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /**
     * Calls an action for each header, in order.
     *
     * @param action receives the name and the value
     */
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            action.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** Two instances are equal if they have the same headers in the same order (case-sensitive). */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpHeaders that && Arrays.equals(namesAndValues, that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(namesAndValues);
    }

    /** Returns the names, without values. */
    @Override
    public String toString() {
        return names().toString();
    }

    /** A builder of headers. Not safe for use by multiple threads. */
    public static final class Builder {

        private final List<String> namesAndValues = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a header; keeps those of the same name.
         *
         * @param name the name, a token
         * @param value the value
         * @throws IllegalArgumentException if the name or the value contains a character that HTTP forbids; the message
         *     does not contain the value
         */
        public Builder add(String name, String value) {
            checkName(name);
            checkValue(name, value);
            namesAndValues.add(name);
            namesAndValues.add(value);
            return this;
        }

        /**
         * Adds a header; replaces those of the same name.
         *
         * @param name the name, a token
         * @param value the value
         * @throws IllegalArgumentException as {@link #add} does
         */
        public Builder set(String name, String value) {
            checkName(name);
            checkValue(name, value);
            return remove(name).add(name, value);
        }

        /**
         * Removes all headers of a name, if there are any.
         *
         * @param name the name, case-insensitive
         */
        public Builder remove(String name) {
            for (int i = namesAndValues.size() - 2; i >= 0; i -= 2) {
                if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                    namesAndValues.subList(i, i + 2).clear();
                }
            }
            return this;
        }

        /** Returns the headers. */
        public HttpHeaders build() {
            return namesAndValues.isEmpty() ? EMPTY : new HttpHeaders(namesAndValues.toArray(NO_STRINGS));
        }

        private static void checkName(String name) {
            if (name.isEmpty() || !all(name, Builder::isTokenChar)) {
                throw new IllegalArgumentException(
                        "A header name is empty or contains a character that HTTP forbids in names; use letters, digits"
                                + " and -");
            }
        }

        private static boolean isTokenChar(int c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || TOKEN_SYMBOLS.indexOf(c) >= 0;
        }

        private static boolean isValueChar(int c) {
            return (c >= ' ' && c != 0x7f) || c == '\t';
        }

        /** Avoids streams, because every header of every response is checked here. */
        private static boolean all(String text, IntPredicate allowed) {
            for (int i = 0; i < text.length(); i++) {
                if (!allowed.test(text.charAt(i))) {
                    return false;
                }
            }
            return true;
        }

        private static void checkValue(String name, String value) {
            if (!all(value, Builder::isValueChar)) {
                throw new IllegalArgumentException("The value of the header " + name
                        + " contains a control character, such as a line break; remove it (a key read from a file often"
                        + " ends with one)");
            }
        }
    }
}
