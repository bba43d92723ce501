// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One request to the client, for one target.
 *
 * <p>Safe for use by any number of threads.
 */
final class Attempt {

    private final TransportRequest request;
    private final Target target;
    private final Executor executor;
    private final RequestBody sent;

    /** Completed when the connection is ready, or the attempt is over; fails when it is too late. */
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();

    /** Not the response, which would keep the client from being freed. */
    private final CompletableFuture<Optional<SSLSession>> session = new CompletableFuture<>();

    private final AtomicBoolean over = new AtomicBoolean();

    /** Given up from this side. Whoever sets the field below looks here afterwards. */
    private volatile boolean cancelled;

    private volatile @Nullable Future<?> pending;

    /** The client has the request. */
    private volatile boolean handedOver;

    /**
     * @param executor makes all calls that the client does not make itself
     * @param whenConnected run when a connection is ready, if the request has a body, and it was not withheld
     */
    Attempt(TransportRequest request, Target target, Executor executor, Runnable whenConnected) {
        this.request = request;
        this.target = target;
        this.executor = executor;
        this.sent = new RequestBody(request.body(), () -> {
            connected.complete(null);
            whenConnected.run();
        });
    }

    Target target() {
        return target;
    }

    /** Runs an action if no connection is ready within a time, nor the attempt over. */
    void limitConnecting(Duration limit, Runnable late) {
        var unused = connected
                .orTimeout(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)
                .exceptionallyAsync(
                        timeout -> {
                            late.run();
                            return null;
                        },
                        executor);
    }

    /**
     * Sends the request.
     *
     * @param onHead as the client calls it
     * @param onNoTunnel run if a proxy answered in place of a server with TLS
     * @param onNoResponse told what the client reported
     * @throws IllegalArgumentException if the client cannot send the request
     */
    @SuppressWarnings("NullAway") // The JDK does not say that a body may be null.
    void start(
            HttpClient client,
            @Nullable ProxyServer proxy,
            BodyHandler<@Nullable Void> onHead,
            Runnable onNoTunnel,
            Consumer<Throwable> onNoResponse) {
        var prepared = Requests.prepare(request, target, sent, client.version(), proxy);
        AtomicBoolean handled = new AtomicBoolean();
        handedOver = true;
        CompletableFuture<? extends HttpResponse<?>> answered;
        try {
            answered = client.sendAsync(prepared, head -> {
                handled.set(true);
                return onHead.apply(head);
            });
        } catch (RuntimeException refused) {
            handedOver = false;
            throw refused;
        }
        // Once the client's own future has failed, cancelling it does nothing, and the connection of a malformed
        // head stays open; cancelling a future derived from it still closes that.
        pending = answered.newIncompleteFuture();
        if (cancelled) {
            cancel();
        }
        var unused = answered.thenAccept(answer -> {
                    session.complete(answer.sslSession());
                    if (!handled.get()) {
                        executor.execute(onNoTunnel);
                    }
                })
                .exceptionallyAsync(
                        thrown -> {
                            session.complete(Optional.empty());
                            onNoResponse.accept(thrown);
                            return null;
                        },
                        executor);
    }

    /**
     * Tells whether the connection, which has ended, may have been cut; false if that cannot be told.
     *
     * @return completes with a call by the executor
     */
    CompletableFuture<Boolean> wasCut() {
        return session.thenApplyAsync(known -> known.map(ClosureEngine::wasCut).orElse(false), executor);
    }

    /** How far the request has come, and comes at most from now on: what is not sent stays so. */
    RequestProgress withhold() {
        RequestProgress progress = sent.withhold();
        return handedOver ? progress : RequestProgress.NOT_SENT;
    }

    /** Returns true to the first caller: to whom it falls to say what comes after this attempt. */
    boolean end() {
        connected.complete(null);
        return over.compareAndSet(false, true);
    }

    /**
     * Closes the connection, or resets the stream.
     *
     * @return false if the client has not been asked for anything yet
     */
    boolean cancel() {
        cancelled = true;
        connected.complete(null);
        Future<?> pending = this.pending;
        if (pending == null) {
            return false;
        }
        pending.cancel(true);
        return true;
    }
}
