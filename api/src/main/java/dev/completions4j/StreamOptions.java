// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a stream: the JSON property {@code stream_options}.
 *
 * <p>Immutable. {@code toString} contains additional properties by name only.
 *
 * @since 0.1.0
 */
public final class StreamOptions {

    private static final StreamOptions WITH_USAGE = builder().includeUsage(true).build();

    private final @Nullable Boolean includeUsage;
    private final @Nullable Boolean includeObfuscation;
    private final Map<String, JsonValue> additionalProperties;

    private StreamOptions(Builder builder) {
        includeUsage = builder.includeUsage;
        includeObfuscation = builder.includeObfuscation;
        additionalProperties = Copies.of(builder.additionalProperties);
    }

    /** Returns options that request the token usage, which the server sends in the last chunk. */
    public static StreamOptions withUsage() {
        return WITH_USAGE;
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a new builder with the values of these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.includeUsage = includeUsage;
        builder.includeObfuscation = includeObfuscation;
        builder.additionalProperties.putAll(additionalProperties);
        return builder;
    }

    /** Returns whether the last chunk reports the token usage; null if not sent. */
    public @Nullable Boolean includeUsage() {
        return includeUsage;
    }

    /** Returns whether chunks are padded to hide the sizes of tokens from network observers; null if not sent. */
    public @Nullable Boolean includeObfuscation() {
        return includeObfuscation;
    }

    /** Returns the properties not modeled here, keyed by JSON name, such as vLLM's {@code continuous_usage_stats}. */
    public Map<String, JsonValue> additionalProperties() {
        return additionalProperties;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamOptions that
                && Objects.equals(includeUsage, that.includeUsage)
                && Objects.equals(includeObfuscation, that.includeObfuscation)
                && additionalProperties.equals(that.additionalProperties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(includeUsage, includeObfuscation, additionalProperties);
    }

    @Override
    public String toString() {
        return "StreamOptions[includeUsage=" + includeUsage + ", includeObfuscation=" + includeObfuscation
                + ", additionalProperties=" + additionalProperties.keySet() + "]";
    }

    /**
     * A builder of stream options.
     *
     * <p>A property that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private @Nullable Boolean includeUsage;
        private @Nullable Boolean includeObfuscation;
        private final Map<String, JsonValue> additionalProperties = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets whether the last chunk reports the token usage.
         *
         * @param includeUsage null is not sent
         */
        public Builder includeUsage(@Nullable Boolean includeUsage) {
            this.includeUsage = includeUsage;
            return this;
        }

        /**
         * Sets whether chunks are padded to hide the sizes of tokens from network observers.
         *
         * @param includeObfuscation null is not sent
         */
        public Builder includeObfuscation(@Nullable Boolean includeObfuscation) {
            this.includeObfuscation = includeObfuscation;
            return this;
        }

        /**
         * Sets a property that this builder has no method for, such as vLLM's {@code continuous_usage_stats}.
         *
         * @param name the JSON name
         * @param value the value; null removes the property, whereas {@link JsonValue#nullValue()} sends a JSON null
         */
        public Builder additionalProperty(String name, @Nullable JsonValue value) {
            Copies.put(additionalProperties, name, value);
            return this;
        }

        /** Returns the options. */
        public StreamOptions build() {
            return new StreamOptions(this);
        }
    }
}
