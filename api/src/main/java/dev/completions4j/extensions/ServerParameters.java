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
 * Request parameters that are specific to a server implementation. A parameter that is not set is not sent.
 *
 * <p>Immutable. Two instances are equal if they are for the same server and have the same properties. {@code toString}
 * contains names only.
 *
 * @since 0.1.0
 */
@Preview
public abstract sealed class ServerParameters implements RequestExtension
        permits SamplingParameters, LmStudioParameters, LiteLlmParameters {

    private final Map<String, JsonValue> properties;

    ServerParameters(Builder<?> builder) {
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
    }

    @Override
    public final Map<String, JsonValue> properties() {
        return properties;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ServerParameters that
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
     * A builder of parameters.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     *
     * @param <B> the builder of the server's parameters
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits SamplingParameters.Builder, LmStudioParameters.Builder, LiteLlmParameters.Builder {

        private final Map<String, JsonValue> properties = new LinkedHashMap<>();

        Builder() {}

        abstract B self();

        B set(String name, @Nullable JsonValue value) {
            if (value == null) {
                properties.remove(name);
            } else {
                properties.put(name, value);
            }
            return self();
        }

        B set(String name, @Nullable Integer value) {
            return set(name, value == null ? null : Long.valueOf(value));
        }

        B set(String name, @Nullable Long value) {
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

        B set(String name, @Nullable Map<String, JsonValue> members) {
            return set(name, members == null ? null : JsonValue.object(members));
        }

        /** Sets a member of an object; the object is not sent if it has no members. */
        B setMember(String name, String member, @Nullable JsonValue value) {
            Map<String, JsonValue> members = new LinkedHashMap<>(Lenient.members(properties.get(name)));
            if (value == null) {
                members.remove(member);
            } else {
                members.put(member, value);
            }
            return set(name, members.isEmpty() ? null : JsonValue.object(members));
        }

        B setMember(String name, String member, @Nullable Boolean value) {
            return setMember(name, member, value == null ? null : JsonValue.of(value.booleanValue()));
        }

        B setMember(String name, String member, @Nullable Integer value) {
            return setMember(name, member, value == null ? null : Long.valueOf(value));
        }

        B setMember(String name, String member, @Nullable Long value) {
            return setMember(name, member, value == null ? null : JsonValue.of(value.longValue()));
        }

        B setMember(String name, String member, @Nullable String value) {
            return setMember(name, member, value == null ? null : JsonValue.of(value));
        }

        void unset(String... names) {
            properties.keySet().removeAll(List.of(names));
        }
    }
}
