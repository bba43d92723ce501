// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.Preview;
import dev.completions4j.RequestExtension;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters that are specific to a server implementation. A parameter that is not set is not sent.
 *
 * <p>Immutable. Two instances are equal if they are for the same server and have the same properties. {@code toString}
 * contains names only.
 *
 * @since 0.1.0
 */
@Preview
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
     * A builder of the parameters that all these servers share.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     *
     * @param <B> the builder of the server's parameters
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits VllmParameters.Builder, SglangParameters.Builder, LlamaCppParameters.Builder {

        private final Map<String, JsonValue> properties = new LinkedHashMap<>();

        Builder() {}

        abstract B self();

        /**
         * Sets the number of most likely tokens to sample from.
         *
         * @param topK null is not sent
         */
        public B topK(@Nullable Integer topK) {
            return set("top_k", topK);
        }

        /**
         * Sets the minimum probability of a token, relative to that of the most likely token.
         *
         * @param minP 0 to 1
         */
        public B minP(double minP) {
            return set("min_p", minP);
        }

        /**
         * Sets the minimum relative probability of a token, as {@link #minP(double)} does.
         *
         * @param minP 0 to 1; null is not sent
         */
        public B minP(@Nullable Double minP) {
            return set("min_p", minP);
        }

        /**
         * Sets whether generation continues after the end-of-sequence token.
         *
         * @param ignoreEos null is not sent
         */
        public B ignoreEos(@Nullable Boolean ignoreEos) {
            return set("ignore_eos", ignoreEos);
        }

        B set(String name, @Nullable JsonValue value) {
            if (value == null) {
                properties.remove(name);
            } else {
                properties.put(name, value);
            }
            return self();
        }

        B set(String name, @Nullable Integer value) {
            return set(name, value == null ? null : JsonValue.of(value.longValue()));
        }

        B set(String name, @Nullable Double value) {
            return set(name, value == null ? null : JsonValue.of(value.doubleValue()));
        }

        B set(String name, @Nullable Boolean value) {
            return set(name, value == null ? null : JsonValue.of(value.booleanValue()));
        }

        B set(String name, @Nullable String value) {
            return set(name, value == null ? null : JsonValue.of(value));
        }

        B set(String name, int @Nullable [] values) {
            return set(
                    name,
                    values == null
                            ? null
                            : new JsonArray(Arrays.stream(values)
                                    .mapToObj(value -> JsonValue.of((long) value))
                                    .toList()));
        }

        B set(String name, String @Nullable [] values) {
            return set(
                    name,
                    values == null
                            ? null
                            : new JsonArray(
                                    Arrays.stream(values).map(JsonValue::of).toList()));
        }

        void unset(String... names) {
            properties.keySet().removeAll(List.of(names));
        }
    }
}
