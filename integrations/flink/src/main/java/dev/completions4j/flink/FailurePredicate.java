// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.io.Serializable;

/**
 * Selects failures. Serialized with the job.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailurePredicate extends Serializable {

    /**
     * Returns whether the failure is selected. Called on any thread; must not block.
     *
     * @param failure the failure of a call
     */
    boolean test(Failure failure);
}
