// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests and delivers the responses as they arrive.
 *
 * <p>A transport is responsible for connecting, the connect timeout, pooling, TLS and proxies. It knows nothing about
 * completions: all other timeouts, retries, and limits beyond the response head are the responsibility of the caller.
 *
 * <p><b>Order.</b> For each {@link #send send}, the handler receives {@link ResponseHandler#onStart onStart}, then at
 * most one {@link ResponseHandler#onHead onHead}, then any number of {@link ResponseHandler#onData onData}, then
 * exactly one of {@link ResponseHandler#onComplete onComplete} and {@link ResponseHandler#onFailure onFailure}. The
 * calls of one exchange are serial and never nested, even if the handler calls {@link Exchange#request} within a call;
 * each call happens-before the next. After {@link Exchange#cancel} within a call, no further call begins; after a
 * cancel by another thread, at most one that was about to begin.
 *
 * <p><b>Demand.</b> {@code onData} is called at most as often as requested. Without demand, the transport reads a
 * bounded amount ahead and then stops reading, so that the server's writes block. {@code onHead}, {@code onComplete}
 * and {@code onFailure} require no demand, but neither of the latter two overtakes data that waits for demand.
 *
 * <p><b>Requests</b> are sent unchanged: the transport adds only {@code Host}, {@code Content-Length} and what the
 * connection requires. It sends no {@code Expect} and no {@code Upgrade}, follows no redirects and removes no content
 * codings.
 *
 * <p><b>Responses.</b> Every final status is reported with {@code onHead}, never as a failure; interim 1xx responses
 * are not reported. A response that arrives while the request is being sent is delivered, at the latest when the server
 * has read the rest of the request; bytes that arrive before the first byte of the request was sent need not be
 * accepted as its response. {@code onComplete} means that the body ended as HTTP requires; a truncated body is
 * {@link TransportException.Kind#TRUNCATED} or {@link TransportException.Kind#RESET}, after all data that arrived. A
 * response with both {@code Transfer-Encoding} and {@code Content-Length}, or with two different
 * {@code Content-Length}s, is {@link TransportException.Kind#PROTOCOL} (RFC 9112, section 6.3), and a head larger than
 * {@link TransportConfig#maxHeadBytes()} is {@link TransportException.Kind#LIMIT} or
 * {@link TransportException.Kind#PROTOCOL}; the progress is {@link RequestProgress#HEAD_RECEIVED}, although
 * {@code onHead} is not called.
 *
 * <p><b>A handler that throws</b> affects only its own exchange: the transport aborts that exchange and makes no
 * further calls to its handler.
 *
 * <p>Transports are safe for use by multiple threads. They release only what they own: a client, an executor or an
 * event loop that was passed to them remains open.
 *
 * <p>Authors of transports implement this interface; methods added to it in later releases have default
 * implementations. Decorators should extend {@link ForwardingTransport}, which forwards those too.
 *
 * @since 0.1.0
 */
public interface Transport extends AutoCloseable {

    /** Returns a description of this transport. */
    TransportInfo info();

    /**
     * Starts an exchange and returns without waiting for I/O.
     *
     * <p>Failures are reported to the handler and never thrown; if the transport is closed, the failure is
     * {@link TransportException.Kind#CLOSED}.
     *
     * @param request the request to send
     * @param handler the handler of the response; its {@code onStart} may be called before this method returns
     */
    void send(TransportRequest request, ResponseHandler handler);

    /**
     * Returns whether the current thread performs this transport's I/O. Waiting for a response of this transport on
     * such a thread could deadlock, so callers refuse to.
     *
     * <p>Decorators must forward this call. The default is for transports that never call handlers on a thread that
     * performs I/O.
     *
     * @return true if waiting on the current thread may keep this transport from reading or writing
     */
    default boolean isIoThread() {
        return false;
    }

    /**
     * Rejects new exchanges, waits up to the grace period for exchanges in flight, then aborts the others and releases
     * what the transport owns.
     *
     * <p>Idempotent; a shorter grace period in a later call takes effect.
     *
     * @param grace the grace period; zero aborts immediately
     * @return a future that completes when everything is released; it never completes exceptionally
     */
    CompletableFuture<@Nullable Void> shutdown(Duration grace);

    /**
     * Aborts all exchanges and releases what the transport owns, without waiting; equivalent to
     * {@code shutdown(Duration.ZERO)}.
     */
    @Override
    default void close() {
        var unused = shutdown(Duration.ZERO);
    }
}
