// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Request parameters of LM Studio, as documented for its OpenAI-compatible endpoints (April 2026).
 *
 * @since 0.1.0
 */
@Preview
public final class LmStudioParameters extends ServerParameters {

    private LmStudioParameters(Builder builder) {
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

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the time without requests after which the model is unloaded, if this request loads it (since LM Studio
         * 0.3.9).
         *
         * @param idleTime one or more whole seconds; null is not sent and selects the application's setting, by default
         *     60 minutes
         * @throws IllegalArgumentException if the time is less than a second or has a fraction of a second
         */
        public Builder ttl(@Nullable Duration idleTime) {
            return set("ttl", Arguments.seconds("ttl", idleTime));
        }

        /**
         * Sets the model that proposes tokens for speculative decoding (since LM Studio 0.3.10, documented for chat
         * completions).
         *
         * @param draftModel null is not sent
         */
        public Builder draftModel(@Nullable String draftModel) {
            return set("draft_model", draftModel);
        }

        /** Returns the parameters. */
        public LmStudioParameters build() {
            return new LmStudioParameters(this);
        }
    }
}
