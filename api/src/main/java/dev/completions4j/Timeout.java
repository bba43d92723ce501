// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/**
 * What a call may take its time for, up to a limit of its own.
 *
 * <p>A timeout that passes aborts the call, which fails with a {@link CallTimeoutException}. Those that wait for
 * the server stand still while a subscriber's lack of demand keeps the client from reading.
 *
 * <p>The connect timeout is the transport's: {@link CompletionsClient.Builder#connectTimeout}.
 */
public enum Timeout {

    /** From the call, or the subscription, to the end. Never stands still. 600 seconds by default. */
    TOTAL,

    /**
     * From the sending to the response's head, connecting included. 60 seconds by default for streams; off for
     * answers that come as a whole, whose head waits until all is generated.
     */
    RESPONSE_HEADERS,

    /** From the sending of a stream's request to its first chunk. Comments do not count. Off by default. */
    FIRST_CHUNK,

    /** From one chunk of a stream to the next. Comments, with which servers keep idle streams alive, do not count. Off by default. */
    BETWEEN_CHUNKS,

    /** From the head, or bytes of the body, to the next bytes of any sort, comments included. 60 seconds by default. */
    READ_IDLE,

    /**
     * From a stream's head to its subscriber's first demand; until then the subscriber holds a connection for nothing.
     * 30 seconds by default.
     */
    FIRST_DEMAND,

    /** How long a subscriber that has asked for chunks before may ask for none. Off by default. */
    CONSUMER_STALL
}
