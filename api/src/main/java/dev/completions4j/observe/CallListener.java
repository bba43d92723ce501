// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.transport.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Is told of what happens in one call.
 *
 * <p>Called by the threads on which it happens, one call at a time; must not block. What it throws is logged and harms no
 * call.
 */
public interface CallListener {

    /** The client has as many calls in flight as it may; this one waits for its turn. */
    default void onQueued() {}

    /**
     * The request is about to be sent.
     *
     * @param attempt from 1
     * @param baseUrl of the server that it is sent to
     */
    default void onAttempt(int attempt, String baseUrl) {}

    /** The attempt has its connection. Not told by every transport: see {@code TransportFeature.CONNECTION_EVENTS}. */
    default void onConnected(ConnectionInfo connection) {}

    /** The head of a response has arrived, whatever its status. */
    default void onHead(ResponseInfo response) {}

    /** The attempt failed, and another one follows. */
    default void onRetry(FailedAttempt failed) {}

    /** The first chunk of a stream has arrived. */
    default void onFirstChunk() {}

    /**
     * A further chunk of a stream has arrived.
     *
     * @param gapNanos the time since the chunk before it
     */
    default void onToken(long gapNanos) {}

    /** The call has ended: the last call. */
    default void onEnd(CallResult result) {}

    /**
     * Is told of every call that a client makes, for metrics, traces and logs.
     *
     * <p>Called by any thread, also by several at once; must not block. What it throws is logged and harms no call.
     */
    @FunctionalInterface
    public interface Factory {

        /**
         * Tells of a call that begins.
         *
         * @param call its contents are the caller's secrets
         * @return is told of what happens in the call; null if nobody wants to know
         */
        @Nullable CallListener onCall(CallInfo call);
    }
}
