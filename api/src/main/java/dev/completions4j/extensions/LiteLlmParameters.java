// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request parameters of the LiteLLM proxy (1.110, October 2026), which passes parameters that it does not know to the
 * provider. An administrator can disallow each of them.
 *
 * @since 0.1.0
 */
@Preview
public final class LiteLlmParameters extends ServerParameters {

    private LiteLlmParameters(Builder builder) {
        super(builder);
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder of parameters.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     */
    public static final class Builder extends ServerParameters.Builder<Builder> {

        private static final String METADATA = "metadata";
        private static final String CACHE = "cache";

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the metadata that the proxy logs with the request. It replaces {@link #tags} set before.
         *
         * @param metadata keyed by name; null is not sent
         */
        public Builder metadata(@Nullable Map<String, JsonValue> metadata) {
            return set(METADATA, metadata);
        }

        /**
         * Sets the tags by which the proxy tracks costs and routes requests: the member {@code tags} of the metadata.
         *
         * @param tags null is not sent
         */
        public Builder tags(String @Nullable ... tags) {
            return setMember(
                    METADATA,
                    "tags",
                    tags == null
                            ? null
                            : JsonValue.array(
                                    Arrays.stream(tags).map(JsonValue::of).toList()));
        }

        /**
         * Sets the models to try, in order, if the request's model fails.
         *
         * @param models null is not sent
         */
        public Builder fallbacks(String @Nullable ... models) {
            return set("fallbacks", models);
        }

        /**
         * Sets the guardrails to apply in addition to those of the key.
         *
         * @param names null is not sent
         */
        public Builder guardrails(String @Nullable ... names) {
            return set("guardrails", names);
        }

        /**
         * Sets the id of the session by which the proxy groups requests in its logs.
         *
         * @param sessionId null is not sent
         */
        public Builder sessionId(@Nullable String sessionId) {
            return set("litellm_session_id", sessionId);
        }

        /**
         * Sets the id of the trace to which the request belongs.
         *
         * @param traceId null is not sent
         */
        public Builder traceId(@Nullable String traceId) {
            return set("litellm_trace_id", traceId);
        }

        /**
         * Sets the time for which the proxy caches the response.
         *
         * @param ttl one or more whole seconds; null is not sent
         * @throws IllegalArgumentException if the time is less than a second or has a fraction of a second
         */
        public Builder cacheTtl(@Nullable Duration ttl) {
            return setMember(CACHE, "ttl", Arguments.seconds("cacheTtl", ttl));
        }

        /**
         * Sets the maximum age of a cached response.
         *
         * @param maxAge one or more whole seconds; null is not sent
         * @throws IllegalArgumentException if the age is less than a second or has a fraction of a second
         */
        public Builder cacheMaxAge(@Nullable Duration maxAge) {
            return setMember(CACHE, "s-maxage", Arguments.seconds("cacheMaxAge", maxAge));
        }

        /**
         * Sets the namespace of the cache to use.
         *
         * @param namespace null is not sent
         */
        public Builder cacheNamespace(@Nullable String namespace) {
            return setMember(CACHE, "namespace", namespace);
        }

        /**
         * Sets whether the proxy always requests a new response instead of returning a cached one.
         *
         * @param noCache null is not sent
         */
        public Builder noCache(@Nullable Boolean noCache) {
            return setMember(CACHE, "no-cache", noCache);
        }

        /**
         * Sets whether the proxy does not cache the response.
         *
         * @param noStore null is not sent
         */
        public Builder noStore(@Nullable Boolean noStore) {
            return setMember(CACHE, "no-store", noStore);
        }

        /** Returns the parameters. */
        public LiteLlmParameters build() {
            return new LiteLlmParameters(this);
        }
    }
}
