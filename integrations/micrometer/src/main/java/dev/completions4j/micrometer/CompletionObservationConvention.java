// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of a call and its key values.
 *
 * <p>Asked when the observation starts, when little is known, and again when it stops. To change single names, extend
 * {@link DefaultCompletionObservationConvention}.
 */
public interface CompletionObservationConvention extends ObservationConvention<CompletionObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CompletionObservationContext;
    }
}
