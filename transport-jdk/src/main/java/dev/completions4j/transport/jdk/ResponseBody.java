// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.TransportException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes the body of one response to its delivery.
 *
 * <p>Requests the buffers of one read ahead of the demand, since the client detects the end or failure of a body only while
 * there is an outstanding request.
 */
final class ResponseBody implements BodySubscriber<@Nullable Void> {

    private final HttpClient.Version version;
    private final BodyLength length;
    private final Supplier<CompletableFuture<Boolean>> wasCut;
    private final Delivery delivery;
    private final Failures failures;
    private final IoThreads io;

    private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();

    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private volatile boolean ended;

    /** @param wasCut called at the end of the body; returns whether it was truncated */
    ResponseBody(
            ResponseInfo head,
            BodyLength length,
            Supplier<CompletableFuture<Boolean>> wasCut,
            Delivery delivery,
            Failures failures,
            IoThreads io) {
        this.version = head.version();
        this.length = length;
        this.wasCut = wasCut;
        this.delivery = delivery;
        this.failures = failures;
        this.io = io;
    }

    /** Requests the buffers of the next read, when those of the previous one have been delivered. */
    void pull() {
        Flow.Subscription subscription = this.subscription;
        if (subscription == null) {
            return;
        }
        try {
            subscription.request(1);
        } catch (Throwable refused) {
            subscription.cancel();
            onError(refused);
        }
    }

    /** Cancels the body, immediately or as soon as it begins. */
    void cancel() {
        cancelled = true;
        Flow.Subscription subscription = this.subscription;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Returns whether the client has read the whole body, so that the connection may be reused. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * Returns a stage that completes when the body begins, since the client need not wait for the end. The client of JDK
     * 17 fails only this stage if it loses an HTTP/2 connection between the headers and the body.
     */
    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return begun;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        begun.complete(null);
        if (cancelled) {
            subscription.cancel();
        } else {
            pull();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        length.count(chunks);
        io.run(() -> delivery.data(joined(chunks)));
    }

    /**
     * Returns buffers as one: the client returns a buffer for each HTTP chunk of a read, and servers send each token in its
     * own, for which a call costs more than a copy.
     */
    private static ByteBuffer joined(List<ByteBuffer> buffers) {
        if (buffers.size() == 1) {
            return buffers.get(0);
        }
        int length = 0;
        for (ByteBuffer each : buffers) {
            length += each.remaining();
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        buffers.forEach(joined::put);
        return joined.flip();
    }

    @Override
    public void onError(Throwable thrown) {
        // After a cancellation, the client reports just that.
        if (!cancelled) {
            io.run(() -> delivery.fail(failure(thrown)));
        }
    }

    TransportException failure(Throwable thrown) {
        return failures.inBody(thrown, version);
    }

    @Override
    public void onComplete() {
        ended = true;
        io.run(this::end);
    }

    private void end() {
        if (length.isShort()) {
            delivery.fail(failures.truncated());
        } else if (length.isLong()) {
            delivery.fail(failures.protocol("has a body longer than its Content-Length"));
        } else {
            var unused = wasCut.get().thenAccept(this::endOfConnection);
        }
    }

    private void endOfConnection(boolean cut) {
        if (cut) {
            delivery.fail(failures.truncated());
        } else {
            delivery.complete();
        }
    }
}
