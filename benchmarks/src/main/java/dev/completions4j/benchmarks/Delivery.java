// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/** How a load server sends its responses. */
enum Delivery {
    /** A non-streaming completion. */
    WHOLE,
    /** Events as fast as the socket accepts them. */
    BURST,
    /** One event per interval; the first characters of its text are the time at which it was written. */
    PACED,
    /** One event per interval, without the time, for measurements of the memory that the texts need. */
    PACED_UNSTAMPED;

    boolean isPaced() {
        return this == PACED || this == PACED_UNSTAMPED;
    }
}
