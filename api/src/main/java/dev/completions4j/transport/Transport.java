// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests and delivers the responses as they arrive.
 *
 * <p>A transport owns connecting, the connect timeout, pooling, TLS and proxies. It knows nothing of completions: every
 * other timeout, every retry and every limit above the response head belongs to the caller.
 *
 * <p><b>Order.</b> For each {@link #send send} the handler gets {@link ResponseHandler#onStart onStart}, then at most
 * one {@link ResponseHandler#onHead onHead}, then any number of {@link ResponseHandler#onData onData}, then exactly one
 * of {@link ResponseHandler#onComplete onComplete} and {@link ResponseHandler#onFailure onFailure}. The calls of one
 * exchange are serial and never nest, not even when the handler calls {@link Exchange#request} from inside one; each
 * happens before the next. After {@link Exchange#cancel} no further call begins.
 *
 * <p><b>Demand.</b> {@code onData} is never called more often than requested. Without demand the transport reads at most
 * one buffer ahead and then stops reading from the socket. {@code onHead}, {@code onComplete} and {@code onFailure} need
 * no demand, but neither of the last two overtakes data that waits for it.
 *
 * <p><b>Requests</b> go out as they are given: the transport adds only {@code Host}, {@code Content-Length} and what
 * the connection needs. It sends no {@code Expect} and no {@code Upgrade}, follows no redirect and removes no content
 * coding.
 *
 * <p><b>Responses.</b> Every final status is an {@code onHead}, never a failure; interim 1xx responses are not reported.
 * A response that arrives while the request is being sent is delivered, at the latest when the server has read the rest
 * of the request; bytes that arrive before the first byte of the request was sent need not be accepted as its response.
 * {@code onComplete} means that the body ended as HTTP says it must; a body that was cut is
 * {@link TransportException.Kind#TRUNCATED} or {@link TransportException.Kind#RESET}, after all data that arrived. A
 * response with both {@code Transfer-Encoding} and {@code Content-Length}, or with two differing
 * {@code Content-Length}s, is {@link TransportException.Kind#PROTOCOL} (RFC 9112, section 6.3), and a head larger than
 * {@link TransportConfig#maxHeadBytes()} is {@link TransportException.Kind#LIMIT}.
 *
 * <p><b>A handler that throws</b> harms its own exchange only: the transport aborts that exchange and calls its handler
 * no more.
 *
 * <p>Transports are safe for use by any number of threads. They free only what they own: a client, an executor or an
 * event loop that was handed to them stays open.
 */
public interface Transport extends AutoCloseable {

    /** Says what this transport is. */
    TransportInfo info();

    /**
     * Starts an exchange and returns without waiting for I/O.
     *
     * <p>Whatever goes wrong with it is reported to the handler, never thrown: a closed transport gives
     * {@link TransportException.Kind#CLOSED}.
     *
     * @param request what to send
     * @param handler told of the response; its {@code onStart} may be called before this method returns
     */
    void send(TransportRequest request, ResponseHandler handler);

    /**
     * Returns whether the current thread is one of those that do this transport's I/O. A thread that waits there for a
     * response of this transport may wait for itself, so callers refuse to.
     *
     * <p>Decorators forward this call. The default is for transports that never call a handler on a thread that does I/O.
     *
     * @return true if waiting on the current thread may keep this transport from reading or writing
     */
    default boolean isIoThread() {
        return false;
    }

    /**
     * Refuses new exchanges, lets those in flight end within the grace period, then aborts the rest and frees what the
     * transport owns.
     *
     * <p>Idempotent; a shorter grace in a later call wins.
     *
     * @param grace zero aborts at once
     * @return completes when everything is freed, never exceptionally
     */
    CompletableFuture<@Nullable Void> shutdown(Duration grace);

    /** Aborts all exchanges and frees what the transport owns, without waiting; {@code shutdown(Duration.ZERO)}. */
    @Override
    default void close() {
        var unused = shutdown(Duration.ZERO);
    }
}
