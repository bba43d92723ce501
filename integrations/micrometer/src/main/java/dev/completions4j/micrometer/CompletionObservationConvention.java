// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Determines the names and key values of a call's observation.
 *
 * <p>Applied when the observation starts, before the server and the result are known, and again when it stops. To change
 * individual names, extend {@link DefaultCompletionObservationConvention}.
 */
public interface CompletionObservationConvention extends ObservationConvention<CompletionObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CompletionObservationContext;
    }
}
