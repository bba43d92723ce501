// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/** How a load server sends its answers. */
enum Delivery {
    /** No stream: the completion at once. */
    WHOLE,
    /** Events as fast as the socket takes them. */
    BURST,
    /** One event in each interval, with the time at which it was written in the first characters of its text. */
    PACED
}
