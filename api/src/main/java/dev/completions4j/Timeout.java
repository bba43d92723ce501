// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/**
 * The phases of a call that can have a timeout.
 *
 * <p>When a timeout elapses, the call is aborted and fails with a {@link CallTimeoutException}; only
 * {@link #RESPONSE_HEADERS} applies to each attempt, and may be followed by a retry. Timeouts for the server are paused
 * while the client does not read because the subscriber has no demand.
 *
 * <p>The connect timeout belongs to the transport: {@link CompletionsClient.Builder#connectTimeout}.
 *
 * @since 0.1.0
 */
public enum Timeout {

    /** From the start of the call, or the subscription, to its end; never paused. Default: 600 seconds. */
    TOTAL,

    /**
     * From sending the request of an attempt, connecting included, to its response headers. Default: 60 seconds for
     * streams; disabled for non-streaming calls, whose headers arrive only when generation has finished.
     */
    RESPONSE_HEADERS,

    /**
     * From sending the request of a stream to its first chunk, over all attempts, without the time between a failed
     * attempt and the next one; comments do not count. Default: disabled.
     */
    FIRST_CHUNK,

    /**
     * From one chunk of a stream to the next; comments, which servers send to keep idle streams alive, do not count.
     * Default: disabled.
     */
    BETWEEN_CHUNKS,

    /**
     * Read idle timeout: from the response headers, or any bytes of the body, to the next bytes, comments included.
     * Default: 60 seconds.
     */
    READ_IDLE,

    /**
     * From the response headers of a stream to its subscriber's first demand; until then, the subscriber occupies a
     * connection without using it. Default: 30 seconds.
     */
    FIRST_DEMAND,

    /** The time without demand of a subscriber that has requested chunks before. Default: disabled. */
    CONSUMER_STALL
}
