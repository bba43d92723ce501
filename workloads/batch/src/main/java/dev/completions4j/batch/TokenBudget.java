// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Usage;
import org.jspecify.annotations.Nullable;

/** The tokens that a run may still use. Used by one thread. */
final class TokenBudget {

    private final long budget;
    private long used;
    private long answers;

    /** @param budget null for no limit */
    TokenBudget(@Nullable Long budget) {
        this.budget = budget == null ? Long.MAX_VALUE : budget;
    }

    void onAnswer(@Nullable Usage usage) {
        answers++;
        if (usage != null) {
            used += Math.max(usage.totalTokens(), usage.promptTokens() + usage.completionTokens());
        }
    }

    boolean isLimited() {
        return budget < Long.MAX_VALUE;
    }

    boolean isUsedUp() {
        return used >= budget;
    }

    /**
     * Returns whether another call may be sent.
     *
     * @param unknown the calls whose tokens are not known, and are estimated by the average of the others
     */
    boolean permits(int unknown) {
        return answers == 0 || used + unknown * ((double) used / answers) < budget;
    }
}
