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
 * One request to the client for one target. Safe for use by any thread.
 */
final class Attempt {

    private final TransportRequest request;
    private final Target target;
    private final Executor executor;
    private final RequestBody sent;

    /** Completes when the connection is ready or the attempt has ended; fails after the connect timeout. */
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();

    /** Kept instead of the response, which would prevent the client from being freed. */
    private final CompletableFuture<Optional<SSLSession>> session = new CompletableFuture<>();

    private final AtomicBoolean over = new AtomicBoolean();

    /** Set by {@link #cancel}; checked after each write of {@link #pending}. */
    private volatile boolean cancelled;

    private volatile @Nullable Future<?> pending;

    /** Whether the request was passed to the client. */
    private volatile boolean handedOver;

    /**
     * @param executor runs all callbacks that the client does not run
     * @param whenConnected runs when a connection is ready, if the request has a body that is not withheld
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

    /** Runs an action if the connection is not ready within the limit and the attempt has not ended. */
    void limitConnecting(Duration limit, Runnable late) {
        onFailure(
                connected.orTimeout(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS),
                executor,
                timeout -> late.run());
    }

    /** Runs an action if a future fails. Unlike {@code exceptionallyAsync}, submits no task if it does not. */
    static void onFailure(CompletableFuture<?> future, Executor executor, Consumer<Throwable> action) {
        var unused = future.exceptionally(thrown -> {
            executor.execute(() -> action.accept(thrown));
            return null;
        });
    }

    /**
     * Sends the request.
     *
     * @param onHead called by the client with the response headers
     * @param onNoTunnel runs if a proxy responded instead of opening a tunnel
     * @param onNoResponse receives the client's exception if there is no response
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
        // Cancelling the client's future has no effect after it has failed, which would leave the connection of
        // malformed headers open; cancelling a derived future closes it.
        pending = answered.newIncompleteFuture();
        if (cancelled) {
            cancel();
        }
        CompletableFuture<?> handledHead = answered.thenAccept(answer -> {
            session.complete(answer.sslSession());
            if (!handled.get()) {
                executor.execute(onNoTunnel);
            }
        });
        onFailure(handledHead, executor, thrown -> {
            session.complete(Optional.empty());
            onNoResponse.accept(thrown);
        });
    }

    /**
     * Returns whether the ended connection may have been truncated; false if that is unknown.
     *
     * @return completes on the executor
     */
    CompletableFuture<Boolean> wasCut() {
        return session.thenApplyAsync(known -> known.map(ClosureEngine::wasCut).orElse(false), executor);
    }

    /** Returns the request's progress, and prevents further progress: an unsent request will not be sent. */
    RequestProgress withhold() {
        RequestProgress progress = sent.withhold();
        return handedOver ? progress : RequestProgress.NOT_SENT;
    }

    /** Ends this attempt. Returns true to the first caller, which decides how to continue. */
    boolean end() {
        connected.complete(null);
        return over.compareAndSet(false, true);
    }

    /**
     * Closes the connection, or resets the stream.
     *
     * @return false if the request has not been passed to the client
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
