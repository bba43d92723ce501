// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.RequestExtension;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server's own parameters of sampling. What is not set is not sent.
 *
 * <p>Immutable. Equal to parameters for the same server with the same properties; {@code toString} shows names only.
 */
public abstract sealed class SamplingParameters implements RequestExtension
        permits VllmParameters, SglangParameters, LlamaCppParameters {

    private final Map<String, JsonValue> properties;

    SamplingParameters(Builder<?> builder) {
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
    }

    @Override
    public final Map<String, JsonValue> properties() {
        return properties;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof SamplingParameters that
                && getClass() == that.getClass()
                && properties.equals(that.properties);
    }

    @Override
    public final int hashCode() {
        return properties.hashCode();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + properties.keySet();
    }

    /**
     * Collects what all these servers take. Not safe for use by several threads at once.
     *
     * @param <B> the server's own builder
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits VllmParameters.Builder, SglangParameters.Builder, LlamaCppParameters.Builder {

        private final Map<String, JsonValue> properties = new LinkedHashMap<>();

        Builder() {}

        abstract B self();

        /** Samples from that many of the likeliest tokens. */
        public B topK(int topK) {
            return set("top_k", topK);
        }

        /** Leaves out tokens less likely than this share, 0 to 1, of the likeliest one's probability. */
        public B minP(double minP) {
            return set("min_p", minP);
        }

        /** Whether to go on after the token that ends a text. */
        public B ignoreEos(boolean ignoreEos) {
            return set("ignore_eos", ignoreEos);
        }

        B set(String name, JsonValue value) {
            properties.put(name, value);
            return self();
        }

        B set(String name, long value) {
            return set(name, JsonValue.of(value));
        }

        B set(String name, double value) {
            return set(name, JsonValue.of(value));
        }

        B set(String name, boolean value) {
            return set(name, JsonValue.of(value));
        }

        B set(String name, String value) {
            return set(name, JsonValue.of(value));
        }

        B set(String name, int[] values) {
            return set(
                    name,
                    new JsonArray(Arrays.stream(values)
                            .mapToObj(value -> JsonValue.of((long) value))
                            .toList()));
        }

        B set(String name, List<String> values) {
            return set(name, new JsonArray(values.stream().map(JsonValue::of).toList()));
        }

        void unset(String... names) {
            properties.keySet().removeAll(List.of(names));
        }
    }
}
