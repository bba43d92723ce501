// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/** How a client is put under load. */
enum Load {
    /** A fixed number of requests in flight; {@link ClosedLoop}. */
    CLOSED_LOOP,
    /** A number of streams that are all open during the measurement; {@link OpenStreams}. */
    OPEN_STREAMS,
    /** A number of streams that are opened at once, each on a new connection; {@link ConnectStorm}. */
    STORM
}
