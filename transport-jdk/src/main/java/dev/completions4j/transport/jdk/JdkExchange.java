// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An exchange over {@link HttpClient}.
 *
 * <p>Makes attempts in turn until one has a connection: one per target, and another one if the connection was lost
 * before the request was sent.
 */
final class JdkExchange implements Upstream {

    private final TransportRequest request;
    private final @Nullable ProxyServer proxy;
    private final HeadReader heads;
    private final Targets targets;
    private final OpenExchanges open;
    private final SelectorWakeup wakeup;
    private final IoThreads io;
    private final Failures failures;
    private final Delivery delivery;

    /** Completes when a connection is ready or no longer needed; fails after the connect timeout. */
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();

    /** Set by {@link #disconnect}; checked after each write of the four fields below. */
    private volatile boolean aborted;

    private volatile @Nullable Withdrawable start;

    private volatile @Nullable Future<?> resolving;

    private volatile @Nullable Attempt current;

    private volatile @Nullable ResponseBody body;

    private volatile boolean headCame;

    // Accessed by one attempt at a time.
    private final Queue<Target> untried = new ArrayDeque<>();
    private boolean severalTargets;
    private boolean addressesLeftOut;
    private boolean replayed;

    /** @param proxy the proxy before the server; null if there is none */
    JdkExchange(
            TransportRequest request,
            ResponseHandler handler,
            @Nullable ProxyServer proxy,
            HeadReader heads,
            Targets targets,
            OpenExchanges open,
            SelectorWakeup wakeup,
            IoThreads io) {
        this.request = request;
        this.proxy = proxy;
        this.heads = heads;
        this.targets = targets;
        this.open = open;
        this.wakeup = wakeup;
        this.io = io;
        this.failures = new Failures(request.uri(), proxy);
        this.delivery = new Delivery(handler, this);
    }

    /**
     * Starts the exchange. An exchange that is cancelled before the starter runs never reaches the client, which would
     * keep it until it has time for it.
     *
     * @param workers calls the handler if there is no response, since the client would use the common pool
     * @param starter passes requests to the client
     */
    void send(HttpClient client, NameResolver names, Workers workers, Executor starter) {
        delivery.start();
        if (aborted) {
            return;
        }
        if (!targets.canName(request, proxy)) {
            fail(failures.unnameable());
            return;
        }
        orFail(() -> {
            Duration limit = client.connectTimeout().orElse(null);
            if (limit != null) {
                limitConnecting(limit, workers);
            }
            Connecting connecting = new Connecting(client, limit, workers);
            String host = proxy == null ? request.host() : proxy.host();
            // If a name was looked up, the starter runs on the worker that continues here.
            CompletableFuture<List<InetAddress>> resolved = names.resolve(host, workers::start);
            resolving = resolved;
            var unused = resolved.whenComplete((addresses, unknown) -> {
                if (unknown == null) {
                    start(() -> connecting.start(proxy == null ? addresses : List.of()), starter);
                } else if (!aborted) {
                    fail(failures.beforeHead(unknown, RequestProgress.NOT_SENT, false));
                }
            });
        });
        if (aborted) {
            disconnect();
        }
    }

    private void start(Runnable connecting, Executor starter) {
        Withdrawable start = new Withdrawable(() -> orFail(connecting));
        this.start = start;
        if (aborted) {
            return;
        }
        orFail(() -> starter.execute(start));
    }

    /** Ends the exchange because the transport is closed. Called instead of {@link #send}, or at any time after it. */
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
        Attempt.onFailure(
                connected.orTimeout(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS),
                executor,
                timeout -> onConnectTimeout());
    }

    private void onConnectTimeout() {
        // A connection that is ready by now is used.
        if (progress() == RequestProgress.NOT_SENT) {
            abort(failures::connectTimeout);
        }
    }

    /** The attempts of this exchange; each starts at the end of the previous one. */
    private final class Connecting {

        private final HttpClient client;
        private final @Nullable Duration limit;
        private final Executor executor;
        private final long startNanos = System.nanoTime();

        /** @param limit the limit for all attempts together; null if there is none */
        Connecting(HttpClient client, @Nullable Duration limit, Executor executor) {
            this.client = client;
            this.limit = limit;
            this.executor = executor;
        }

        void start(List<InetAddress> addresses) {
            untried.addAll(targets.of(request, addresses));
            severalTargets = untried.size() > 1;
            addressesLeftOut = untried.size() < addresses.size();
            if (untried.isEmpty()) {
                fail(failures.unnameable());
            } else {
                attempt(untried.remove());
            }
        }

        private void attempt(Target target) {
            Attempt attempt = newAttempt(target, executor);
            current = attempt;
            if (aborted) {
                return;
            }
            if (limit != null && !untried.isEmpty()) {
                // Each address gets an equal share of the remaining time, so that the next one can be tried.
                Duration left = limit.minusNanos(System.nanoTime() - startNanos);
                attempt.limitConnecting(left.dividedBy(untried.size() + 1L), () -> orFail(() -> onSilence(attempt)));
            }
            attempt.start(
                    client,
                    proxy,
                    headHandler(attempt),
                    JdkExchange.this::onNoTunnel,
                    thrown -> orFail(() -> onNoResponse(attempt, thrown)));
            if (aborted) {
                disconnect();
            }
        }

        private void onSilence(Attempt attempt) {
            if (!aborted && attempt.withhold() == RequestProgress.NOT_SENT && attempt.end()) {
                attempt.cancel();
                attempt(untried.remove());
            }
        }

        private void onNoResponse(Attempt attempt, Throwable thrown) {
            if (aborted || !attempt.end()) {
                // The client reports the cancellation.
                return;
            }
            ResponseBody body = JdkExchange.this.body;
            TransportException failure =
                    body == null ? failures.beforeHead(thrown, progress(), isConnected()) : body.failure(thrown);
            if (failure.kind() == TransportException.Kind.CONNECT && !untried.isEmpty()) {
                attempt(untried.remove());
            } else if (isLostUnsent(failure) && !replayed) {
                replayed = true;
                attempt(attempt.target());
            } else {
                disconnect();
                boolean mayBeReachable = failure.kind() == TransportException.Kind.CONNECT && addressesLeftOut;
                fail(mayBeReachable ? failures.firstAddressOnly(thrown) : failure);
            }
        }
    }

    // Outside of Connecting, since the client's connections keep these objects, which must not refer to the client.

    private BodyHandler<@Nullable Void> headHandler(Attempt attempt) {
        return head -> onHead(attempt, head);
    }

    private Attempt newAttempt(Target target, Executor executor) {
        return new Attempt(request, target, executor, () -> onConnected(target));
    }

    private void onConnected(Target target) {
        connected.complete(null);
        if (severalTargets) {
            targets.onReached(request, target);
        }
    }

    /** Returns whether a connection was certainly ready; unknown for a request without a body. */
    private boolean isConnected() {
        return connected.isDone() && !connected.isCompletedExceptionally();
    }

    private BodySubscriber<@Nullable Void> onHead(Attempt attempt, ResponseInfo head) {
        if (attempt != current) {
            // The attempt was cancelled, and its connection is being closed.
            return BodySubscribers.replacing(null);
        }
        headCame = true;
        onConnected(attempt.target());
        TransportException fault = heads.fault(head, forwarder(), failures);
        if (fault != null) {
            io.run(() -> abort(progress -> fault));
            return bodyOf(attempt, head, BodyLength.undeclared());
        }
        io.run(() -> delivery.head(heads.read(head)));
        return bodyOf(attempt, head, BodyLength.declaredIn(head, request.method()));
    }

    /** Returns the proxy that may respond instead of the server; null if there is none, or only a tunnel through it. */
    private @Nullable ProxyServer forwarder() {
        return isTls() ? null : proxy;
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(request.uri().getScheme());
    }

    private ResponseBody bodyOf(Attempt attempt, ResponseInfo head, BodyLength length) {
        Supplier<CompletableFuture<Boolean>> wasCut = isTls() && length.endsWithConnection()
                ? attempt::wasCut
                : () -> CompletableFuture.completedFuture(false);
        ResponseBody body = new ResponseBody(head, length, wasCut, delivery, failures, io);
        this.body = body;
        if (aborted) {
            body.cancel();
        }
        return body;
    }

    /**
     * Called if a proxy has not opened a tunnel, which the client reports as a response without calling the body
     * handler.
     */
    private void onNoTunnel() {
        fail(failures.proxyAuthentication());
    }

    /** Returns whether the connection was lost before the request was sent, like a stale pooled connection. */
    private static boolean isLostUnsent(TransportException failure) {
        return failure.kind() == TransportException.Kind.RESET && failure.progress() == RequestProgress.NOT_SENT;
    }

    /** Returns the request's progress, and prevents further progress: an unsent request will not be sent. */
    private RequestProgress progress() {
        if (headCame) {
            return RequestProgress.HEAD_RECEIVED;
        }
        Attempt attempt = current;
        return attempt == null ? RequestProgress.NOT_SENT : attempt.withhold();
    }

    /** Runs a step; an unexpected exception fails the exchange. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            TransportException failure = failures.beforeHead(thrown, progress(), isConnected());
            disconnect();
            fail(failure);
        }
    }

    private void fail(TransportException failure) {
        connected.complete(null);
        delivery.fail(failure);
    }

    private void abort(Function<RequestProgress, TransportException> failure) {
        disconnect();
        delivery.abandon(failure.apply(progress()));
    }

    /** Closes the connection or resets the stream, unless the body has ended and the connection may be reused. */
    private void disconnect() {
        aborted = true;
        connected.complete(null);
        Withdrawable start = this.start;
        Future<?> resolving = this.resolving;
        Attempt attempt = current;
        ResponseBody body = this.body;
        if (body != null && body.hasEnded()) {
            return;
        }
        // The body first, so that it does not report the other cancellation as a failure.
        if (body != null) {
            body.cancel();
        }
        if (start != null) {
            start.withdraw();
        }
        if (resolving != null) {
            resolving.cancel(true);
        }
        if (attempt != null && attempt.cancel()) {
            wakeup.afterClose();
        }
    }
}
