// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters that are specific to an inference server. A parameter that is not set is not sent.
 *
 * @since 0.1.0
 */
@Preview
public abstract sealed class SamplingParameters extends ServerParameters
        permits VllmParameters, SglangParameters, LlamaCppParameters {

    SamplingParameters(Builder<?> builder) {
        super(builder);
    }

    /**
     * A builder of the parameters that all these servers share.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     *
     * @param <B> the builder of the server's parameters
     */
    public abstract static sealed class Builder<B extends Builder<B>> extends ServerParameters.Builder<B>
            permits VllmParameters.Builder, SglangParameters.Builder, LlamaCppParameters.Builder {

        Builder() {}

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
    }
}
