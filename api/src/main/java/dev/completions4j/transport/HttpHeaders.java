// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * HTTP headers in the order in which they were added; names are compared without regard to case.
 *
 * <p>Immutable. No name and no value holds a character that could end its line: a name is a token, a value has no
 * control character but the tab (RFC 9110, section 5). {@link #toString} shows names only, since values may be secret.
 */
public final class HttpHeaders {

    private static final HttpHeaders EMPTY = new HttpHeaders(List.of());
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    /** Names at even places, their values at odd ones. */
    private final List<String> namesAndValues;

    private HttpHeaders(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** No headers. */
    public static HttpHeaders empty() {
        return EMPTY;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these headers. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.namesAndValues.addAll(namesAndValues);
        return builder;
    }

    /** The first value under a name; null if there is none. */
    public @Nullable String first(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return namesAndValues.get(i + 1);
            }
        }
        return null;
    }

    /** All values under a name, in order; empty if there is none. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        forEach((each, value) -> {
            if (each.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return List.copyOf(values);
    }

    /** The names in lower case, each once, in the order of their first use. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /** Calls the action for each header, in order. */
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            action.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
    }

    /** True if the same headers, to the letter, stand in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpHeaders that && namesAndValues.equals(that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return namesAndValues.hashCode();
    }

    /** The names; never a value. */
    @Override
    public String toString() {
        return names().toString();
    }

    /** Collects headers. Not safe for use by several threads at once. */
    public static final class Builder {

        private final List<String> namesAndValues = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a header beside those already there.
         *
         * @throws IllegalArgumentException if the name or the value has a character that HTTP forbids; the message does
         *     not show the value
         */
        public Builder add(String name, String value) {
            checkName(name);
            checkValue(name, value);
            namesAndValues.add(name);
            namesAndValues.add(value);
            return this;
        }

        /**
         * Adds a header in place of all those of that name.
         *
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

        public HttpHeaders build() {
            return namesAndValues.isEmpty() ? EMPTY : new HttpHeaders(List.copyOf(namesAndValues));
        }

        private static void checkName(String name) {
            if (name.isEmpty() || !all(name, Builder::isTokenChar)) {
                throw new IllegalArgumentException(
                        "A header name is empty or has a character that HTTP forbids in names; use letters, digits and -");
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

        /** Without a stream, since each header of each response comes here. */
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
                        + " has a control character, such as a line break; remove it (a key read from a file often ends"
                        + " with one)");
            }
        }
    }
}
