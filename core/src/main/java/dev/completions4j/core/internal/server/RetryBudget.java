// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

/** Limits retries to one server; each success earns a retry token. Safe for use by any thread. */
final class RetryBudget {

    private final int capacity;
    private int left;

    RetryBudget(int capacity) {
        this.capacity = capacity;
        this.left = capacity;
    }

    /** Takes the cost of a retry; returns false, without effect, if the budget does not cover it. */
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
