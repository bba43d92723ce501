// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.CompletionsClient;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.TransportFeature;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of one call.
 *
 * <p>Methods are called one at a time, on the threads on which the events occur, and must not block. A throwable from a
 * method is logged and does not affect the call.
 *
 * <p>Applications and libraries implement this interface; methods added to it in later releases have default
 * implementations.
 *
 * @since 0.1.0
 */
public interface CallListener {

    /** Called if the call has to wait because the client's maximum number of calls is in flight. */
    default void onQueued() {}

    /**
     * Called before the request is sent.
     *
     * @param attempt the number of the attempt, from 1
     * @param baseUrl the base URL of the server that the request is sent to
     */
    default void onAttempt(int attempt, String baseUrl) {}

    /**
     * Called when the attempt has a connection. Only transports with {@link TransportFeature#CONNECTION_EVENTS} report
     * connections.
     *
     * @param connection the connection
     */
    default void onConnected(ConnectionInfo connection) {}

    /**
     * Called when the head of a response has arrived, whatever its status.
     *
     * @param response HTTP metadata of the response
     */
    default void onHead(ResponseInfo response) {}

    /**
     * Called when an attempt has failed and another one follows.
     *
     * @param failed the failed attempt
     */
    default void onRetry(FailedAttempt failed) {}

    /** Called when the first chunk of a stream has been decoded. */
    default void onFirstChunk() {}

    /**
     * Called when a further chunk of a stream has been decoded; the first chunk is reported by {@link #onFirstChunk}
     * only.
     *
     * <p>The gap is measured between the decoding of two consecutive chunks, whether or not they contain text. It
     * includes time during which the client did not read because the subscriber had no demand. Chunks that arrive in
     * one read are decoded in succession, so their gaps are close to zero. A chunk may contain several tokens or none.
     *
     * @param gapNanos the time since the preceding chunk, in nanoseconds; not negative
     */
    default void onChunk(long gapNanos) {}

    /**
     * Called when the call has ended; no other method is called afterwards.
     *
     * @param result the result of the call
     */
    default void onEnd(CallResult result) {}

    /**
     * A factory of listeners for all calls of a client, such as for metrics, traces and logs.
     *
     * <p>Called on any thread, possibly by several threads at once; must not block. A throwable is logged and does not
     * affect the call. Applications and libraries implement this interface and register it with
     * {@link CompletionsClient.Builder#listener}.
     */
    @FunctionalInterface
    interface Factory {

        /**
         * Called when a call begins.
         *
         * @param call the call; its request and options may contain secrets of the caller
         * @return the listener of this call; null to receive no events of it
         */
        @Nullable CallListener onCall(CallInfo call);
    }
}
