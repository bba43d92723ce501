// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/** A fault that is laid over a script, and how often it may still strike. Safe for use by any number of threads. */
final class LaidFault {

    private final Fault fault;
    private final AtomicInteger left;

    LaidFault(Fault fault, int limit) {
        this.fault = fault;
        left = new AtomicInteger(limit);
    }

    Fault fault() {
        return fault;
    }

    /** Takes one of the times that it may strike; false if there is none left. */
    boolean mayStrike() {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
}
