// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.transport;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: Jetty's events are stored in fields, and {@link #deliver} turns them into serial calls of the handler.
 *
 * <p>At most one chunk is buffered until there is demand; Jetty then reads the next.
 */
final class JettyExchange implements Exchange {

    private final TransportRequest request;
    private final ResponseHandler handler;
    private final Consumer<JettyExchange> onTermination;

    /** Completed when a connection is ready, or none is needed anymore; this also cancels the timer. */
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();

    // Guarded by this.
    private RequestProgress progress = RequestProgress.NOT_SENT;
    private @Nullable Request jettyRequest;
    private @Nullable ResponseHead head;
    private @Nullable ByteBuffer chunk;
    private @Nullable Runnable nextChunk;
    // The last call of the handler; once it is set, whatever Jetty still receives is dropped.
    private @Nullable Runnable ending;
    private long demand;
    private boolean started;
    private boolean delivering;
    private boolean terminated;

    /** @param onTermination called once, when no further call of the handler will start; the last may still be running */
    JettyExchange(TransportRequest request, ResponseHandler handler, Consumer<JettyExchange> onTermination) {
        this.request = request;
        this.handler = handler;
        this.onTermination = onTermination;
    }

    void send(HttpClient client, Duration connectTimeout) {
        deliver();
        try {
            Request prepared = prepare(client);
            synchronized (this) {
                if (terminated) {
                    return;
                }
                jettyRequest = prepared;
            }
            prepared.send(this::ended);
        } catch (RuntimeException refused) {
            fail(refused);
            return;
        }
        // Jetty's own connect timeout does not cover the TLS handshake.
        var unused = connected
                .orTimeout(TimeUnit.NANOSECONDS.convert(connectTimeout), TimeUnit.NANOSECONDS)
                .exceptionallyAsync(late -> {
                    failUnlessConnected();
                    return null;
                });
    }

    private Request prepare(HttpClient client) {
        Request prepared = client.newRequest(request.uri())
                .method(request.method())
                .headers(headers -> request.headers().forEach(headers::add))
                .onResponseHeaders(this::onHead)
                .onResponseContentAsync(this::onChunk);
        // Jetty reports the start of a request before the TLS handshake, when no byte of it has been sent.
        if (isTls()) {
            prepared.onRequestCommit(committed -> sent());
        } else {
            prepared.onRequestBegin(begun -> sent());
        }
        if (request.body().hasRemaining()) {
            byte[] body = new byte[request.body().remaining()];
            request.body().get(body);
            prepared.body(new BytesRequestContent(body));
        }
        return prepared;
    }

    private void sent() {
        synchronized (this) {
            if (progress == RequestProgress.NOT_SENT) {
                progress = RequestProgress.MAYBE_SENT;
            }
        }
        connected.complete(null);
    }

    private void onHead(Response response) {
        ResponseHead read;
        try {
            read = JettyHeads.read(response);
        } catch (BadMessageException faulty) {
            fail(faulty);
            abort();
            return;
        }
        synchronized (this) {
            if (ending != null) {
                return;
            }
            progress = RequestProgress.HEAD_RECEIVED;
            head = read;
        }
        deliver();
    }

    private void onChunk(Response response, Content.Chunk content, Runnable demander) {
        ByteBuffer lent = content.getByteBuffer();
        ByteBuffer copy = ByteBuffer.allocate(lent.remaining()).put(lent).flip();
        synchronized (this) {
            if (ending != null) {
                return;
            }
            chunk = copy.hasRemaining() ? copy : null;
            nextChunk = demander;
        }
        deliver();
    }

    /** A response may be complete although its request failed or was not sent completely. */
    private void ended(Result result) {
        Throwable failure = result.getResponseFailure();
        if (failure == null) {
            end(handler::onComplete);
        } else {
            fail(failure);
        }
    }

    private void fail(Throwable cause) {
        Kind kind = JettyFailures.kind(cause, currentProgress());
        if (kind == Kind.PROTOCOL) {
            responseBegun();
        }
        // Jetty may report the close that follows a failed handshake before it reports the handshake.
        boolean inHandshake = kind == Kind.RESET && isTls() && currentProgress() == RequestProgress.NOT_SENT;
        end(failure(inHandshake ? Kind.TLS : kind, JettyFailures.harmless(cause)));
    }

    /** A request that was not sent has failed because it is malformed itself. */
    private synchronized void responseBegun() {
        if (progress == RequestProgress.MAYBE_SENT) {
            progress = RequestProgress.HEAD_RECEIVED;
        }
    }

    private boolean isTls() {
        return request.uri().getScheme().equalsIgnoreCase("https");
    }

    private synchronized RequestProgress currentProgress() {
        return progress;
    }

    private void failUnlessConnected() {
        if (currentProgress() == RequestProgress.NOT_SENT) {
            fail(new TimeoutException("The connect timeout passed"));
            abort();
        }
    }

    /** Ends the exchange because its transport is closed. */
    void close() {
        synchronized (this) {
            head = null;
            chunk = null;
            nextChunk = null;
            ending = failure(Kind.CLOSED, null);
        }
        deliver();
        abort();
    }

    @Override
    public void request(long chunks) {
        if (chunks <= 0) {
            throw new IllegalArgumentException("request(" + chunks + "); must request at least one chunk");
        }
        synchronized (this) {
            demand = chunks > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + chunks;
        }
        deliver();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (terminated) {
                return;
            }
            terminated = true;
        }
        abort();
        terminate();
    }

    private void terminate() {
        connected.complete(null);
        onTermination.accept(this);
    }

    private void abort() {
        Request aborted;
        synchronized (this) {
            aborted = jettyRequest;
        }
        if (aborted != null) {
            HttpConnectionOverHTTP handshaking = handshaking(aborted);
            // In the TLS handshake, Jetty's abort leaves the connection open, and offers it to the next request.
            if (handshaking != null) {
                handshaking.remove();
            }
            var unused = aborted.abort(new CancellationException("The exchange was cancelled"));
            if (handshaking != null) {
                handshaking.getEndPoint().close();
            }
        }
    }

    private @Nullable HttpConnectionOverHTTP handshaking(Request aborted) {
        boolean unsent = isTls() && currentProgress() == RequestProgress.NOT_SENT;
        return unsent && aborted.getConnection() instanceof HttpConnectionOverHTTP connection ? connection : null;
    }

    private synchronized Runnable failure(Kind kind, @Nullable Throwable cause) {
        String message = "The exchange with " + request.uri().getRawAuthority() + " failed: " + kind;
        TransportException failure = new TransportException(kind, progress, message, cause);
        return () -> handler.onFailure(failure);
    }

    private void end(Runnable last) {
        synchronized (this) {
            if (ending == null) {
                ending = last;
            }
        }
        deliver();
    }

    /** Makes the pending calls, unless another thread is already doing so; that thread then continues. */
    private void deliver() {
        synchronized (this) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (Throwable thrown) {
                cancel();
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = terminated ? null : due();
        delivering = next != null;
        return next;
    }

    private @Nullable Runnable due() {
        ResponseHead first = head;
        ByteBuffer data = chunk;
        Runnable more = nextChunk;
        Runnable last = ending;
        if (!started) {
            started = true;
            return () -> handler.onStart(this);
        }
        if (first != null) {
            head = null;
            return () -> handler.onHead(first);
        }
        if (data != null) {
            if (demand == 0) {
                return null;
            }
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            chunk = null;
            return () -> handler.onData(data);
        }
        if (more != null) {
            nextChunk = null;
            return more;
        }
        if (last != null) {
            terminated = true;
            return () -> {
                terminate();
                last.run();
            };
        }
        return null;
    }
}
