package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One exchange over {@link HttpClient}: starts it, takes the head, and aborts it at whatever phase it is. */
final class JdkExchange implements Upstream {

    private final TransportRequest request;
    private final @Nullable ProxyServer proxy;
    private final HeadReader heads;
    private final OpenExchanges open;
    private final SelectorWakeup wakeup;
    private final Failures failures;
    private final Delivery delivery;

    /** Completed when a connection is ready, or none is needed any more; fails when it is too late for one. */
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();

    /** Given up from this side. Whoever sets one of the three below looks here afterwards. */
    private volatile boolean aborted;

    private volatile @Nullable RequestBody sent;
    /** The look-up of the host's name, then the response. */
    private volatile @Nullable Future<?> pending;

    private volatile @Nullable ResponseBody body;

    private volatile boolean headCame;

    /** Touched by one attempt after the other. */
    private boolean replayed;

    /** @param proxy what stands before the server; null if nothing does */
    JdkExchange(
            TransportRequest request,
            ResponseHandler handler,
            @Nullable ProxyServer proxy,
            HeadReader heads,
            OpenExchanges open,
            SelectorWakeup wakeup) {
        this.request = request;
        this.proxy = proxy;
        this.heads = heads;
        this.open = open;
        this.wakeup = wakeup;
        this.failures = new Failures(request.uri(), proxy);
        this.delivery = new Delivery(handler, this);
    }

    /**
     * Starts the exchange.
     *
     * @param executor calls the handler when there is no response: the client would do so on the common pool
     */
    void send(HttpClient client, NameResolver names, Executor executor) {
        delivery.start();
        if (aborted) {
            return;
        }
        client.connectTimeout().ifPresent(limit -> limitConnecting(limit, executor));
        String host = proxy == null ? request.uri().getHost() : proxy.host();
        // A host that is null the client refuses.
        CompletableFuture<?> resolved = names.resolve(host == null ? "" : host, executor);
        pending = resolved;
        var unused = resolved.whenComplete((done, unknown) -> {
            if (unknown == null) {
                attempt(client, executor);
            } else if (!aborted) {
                fail(failures.beforeHead(unknown, RequestProgress.NOT_SENT, false));
            }
        });
        if (aborted) {
            disconnect();
        }
    }

    /** Ends the exchange because its transport is closed; in place of {@link #send}, or at any time after. */
    void close() {
        abort(failures::closed);
    }

    @Override
    public void request(long chunks) {
        delivery.request(chunks);
    }

    @Override
    public void cancel() {
        delivery.stop();
        disconnect();
        open.remove(this);
    }

    @Override
    public void pull() {
        ResponseBody body = this.body;
        if (body != null) {
            body.pull();
        }
    }

    @Override
    public void delivered() {
        open.remove(this);
    }

    private void limitConnecting(Duration limit, Executor executor) {
        var unused = connected
                .orTimeout(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)
                .exceptionallyAsync(
                        late -> {
                            // A connection that came all the same is not given up.
                            if (progress() == RequestProgress.NOT_SENT) {
                                abort(failures::connectTimeout);
                            }
                            return null;
                        },
                        executor);
    }

    private void attempt(HttpClient client, Executor executor) {
        RequestBody sent = new RequestBody(request.body(), this::onConnected);
        this.sent = sent;
        if (aborted) {
            return;
        }
        try {
            var prepared = Requests.prepare(request, sent, client.version(), proxy);
            CompletableFuture<?> answered = client.sendAsync(prepared, this::onHead);
            // Once the client's own future has failed, cancelling it does nothing, and the connection of a malformed
            // head stays open; cancelling a future derived from it still closes that.
            pending = answered.newIncompleteFuture();
            if (aborted) {
                disconnect();
            }
            var unused = answered.thenAccept(answer -> {
                        if (body == null) {
                            executor.execute(this::onNoTunnel);
                        }
                    })
                    .exceptionallyAsync(
                            thrown -> {
                                onNoResponse(thrown, () -> attempt(client, executor));
                                return null;
                            },
                            executor);
        } catch (RuntimeException refused) {
            fail(failures.beforeHead(refused, RequestProgress.NOT_SENT, false));
        }
    }

    private void onConnected() {
        connected.complete(null);
    }

    /** True if a connection was ready for certain; of a request without a body the client does not tell. */
    private boolean isConnected() {
        return connected.isDone() && !connected.isCompletedExceptionally();
    }

    private BodySubscriber<@Nullable Void> onHead(ResponseInfo head) {
        headCame = true;
        onConnected();
        TransportException fault = heads.fault(head, forwarder(), failures);
        if (fault != null) {
            abort(progress -> fault);
            return bodyOf(head, BodyLength.undeclared());
        }
        delivery.head(heads.read(head));
        return bodyOf(head, BodyLength.declaredIn(head, request.method()));
    }

    /** The proxy that answers in place of the server at times; null if there is none, or a tunnel through it. */
    private @Nullable ProxyServer forwarder() {
        return "https".equalsIgnoreCase(request.uri().getScheme()) ? null : proxy;
    }

    private ResponseBody bodyOf(ResponseInfo head, BodyLength length) {
        ResponseBody body = new ResponseBody(head, length, delivery, failures);
        this.body = body;
        if (aborted) {
            body.cancel();
        }
        return body;
    }

    /** A proxy did not open a tunnel: of that the client makes a response without asking what to do with its body. */
    private void onNoTunnel() {
        fail(failures.proxyAuthentication());
    }

    private void onNoResponse(Throwable thrown, Runnable replay) {
        if (aborted) {
            // The client's echo of that.
            return;
        }
        ResponseBody body = this.body;
        TransportException failure =
                body == null ? failures.beforeHead(thrown, progress(), isConnected()) : body.failure(thrown);
        if (isLostUnsent(failure) && !replayed) {
            replayed = true;
            replay.run();
        } else {
            disconnect();
            fail(failure);
        }
    }

    /** True if a connection ended before the request was sent, as one from the pool does that was about to be closed. */
    private static boolean isLostUnsent(TransportException failure) {
        return failure.kind() == TransportException.Kind.RESET && failure.progress() == RequestProgress.NOT_SENT;
    }

    /** How far the request has come, and comes at most from now on: what is not sent stays so. */
    private RequestProgress progress() {
        RequestBody sent = this.sent;
        if (headCame) {
            return RequestProgress.HEAD_RECEIVED;
        }
        return sent == null ? RequestProgress.NOT_SENT : sent.withhold();
    }

    private void fail(TransportException failure) {
        connected.complete(null);
        delivery.fail(failure);
    }

    private void abort(Function<RequestProgress, TransportException> failure) {
        disconnect();
        delivery.abandon(failure.apply(progress()));
    }

    /** Closes the connection, or resets the stream, unless it is done with this exchange and may serve another. */
    private void disconnect() {
        aborted = true;
        connected.complete(null);
        Future<?> pending = this.pending;
        ResponseBody body = this.body;
        if (body != null && body.hasEnded()) {
            return;
        }
        // The body first: it would take what the other cancel makes the client report for a failure.
        if (body != null) {
            body.cancel();
        }
        if (pending != null) {
            pending.cancel(true);
            wakeup.afterClose();
        }
    }
}
