// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

/** What retries to one server may cost, which its successes earn. Safe for use by any thread. */
final class RetryBudget {

    private final int capacity;
    private int left;

    RetryBudget(int capacity) {
        this.capacity = capacity;
        this.left = capacity;
    }

    /** Takes the cost of a retry; false, and nothing is taken, if not so much is left. */
    synchronized boolean take(int cost) {
        if (left < cost) {
            return false;
        }
        left -= cost;
        return true;
    }

    synchronized void earn() {
        if (left < capacity) {
            left++;
        }
    }
}
