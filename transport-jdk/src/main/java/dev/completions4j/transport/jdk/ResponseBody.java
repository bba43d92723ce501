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
import org.jspecify.annotations.Nullable;

/**
 * Leads the body of one response into its delivery.
 *
 * <p>Stays one list of buffers ahead of the demand, since the client notices the end of a body, or its failure, only
 * while it is asked for more.
 */
final class ResponseBody implements BodySubscriber<@Nullable Void> {

    private final HttpClient.Version version;
    private final BodyLength length;
    private final Delivery delivery;
    private final Failures failures;

    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private volatile boolean ended;

    ResponseBody(ResponseInfo head, BodyLength length, Delivery delivery, Failures failures) {
        this.version = head.version();
        this.length = length;
        this.delivery = delivery;
        this.failures = failures;
    }

    /** Asks for the next list of buffers; the one before it is delivered. */
    void pull() {
        Flow.Subscription subscription = this.subscription;
        if (subscription == null) {
            return;
        }
        try {
            subscription.request(1);
        } catch (RuntimeException refused) {
            subscription.cancel();
            onError(refused);
        }
    }

    /** Asks the client to stop, at once or, if it has not begun, when it begins. */
    void cancel() {
        cancelled = true;
        Flow.Subscription subscription = this.subscription;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** True once the client has read the whole body, after which the connection may serve another exchange. */
    boolean hasEnded() {
        return ended;
    }

    /** Completed: the client need not wait for the body. */
    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (cancelled) {
            subscription.cancel();
        } else {
            pull();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        length.count(chunks);
        delivery.data(chunks);
    }

    @Override
    public void onError(Throwable thrown) {
        // After a cancel it is the client's echo of that.
        if (!cancelled) {
            delivery.fail(failure(thrown));
        }
    }

    TransportException failure(Throwable thrown) {
        return failures.inBody(thrown, version);
    }

    @Override
    public void onComplete() {
        ended = true;
        if (length.isShort()) {
            delivery.fail(failures.truncated());
        } else if (length.isLong()) {
            delivery.fail(failures.protocol("has a body longer than its Content-Length"));
        } else {
            delivery.complete();
        }
    }
}
