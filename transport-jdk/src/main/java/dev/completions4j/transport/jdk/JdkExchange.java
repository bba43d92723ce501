package dev.completions4j.transport.jdk;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One exchange over {@link HttpClient}: receives what the client reports, and aborts.
 *
 * <p>It is its own body subscriber, always one list of buffers ahead of the handler's demand: the client notices the end
 * of a body, or its failure, only while it is asked for more.
 */
final class JdkExchange implements Upstream, BodySubscriber<@Nullable Void> {

    private final TransportRequest request;
    private final HeadReader heads;
    private final OpenExchanges open;
    private final Failures failures;
    private final Delivery delivery;

    private volatile RequestProgress progress = RequestProgress.NOT_SENT;

    /** Of the response; null until its head has come. */
    private volatile HttpClient.@Nullable Version version;

    /** Given up from this side. Whoever sets what {@link #disconnect} needs looks here afterwards. */
    private volatile boolean aborted;

    /** The network is done with this exchange: its connection may serve another. */
    private volatile boolean finished;

    private volatile @Nullable Future<?> connecting;
    private volatile Flow.@Nullable Subscription body;

    JdkExchange(TransportRequest request, ResponseHandler handler, HeadReader heads, OpenExchanges open) {
        this.request = request;
        this.heads = heads;
        this.open = open;
        this.failures = new Failures(request.uri());
        this.delivery = new Delivery(handler, this);
    }

    /**
     * Starts the exchange.
     *
     * @param executor runs the handler when there is no response; it has to be ours, since the client completes its
     *     future on the common pool
     */
    void send(HttpClient client, Executor executor) {
        delivery.start();
        if (aborted) {
            return;
        }
        try {
            var prepared = Requests.prepare(request, client.version());
            progress = RequestProgress.MAYBE_SENT;
            CompletableFuture<?> response = client.sendAsync(prepared, this::onHead);
            // The client's own future, once failed, closes nothing any more; a future derived from it still does.
            connecting = response.newIncompleteFuture();
            if (aborted) {
                disconnect();
            }
            var unused = response.exceptionallyAsync(
                    thrown -> {
                        disconnect();
                        onError(thrown);
                        return null;
                    },
                    executor);
        } catch (RuntimeException refused) {
            delivery.fail(failures.beforeHead(refused, RequestProgress.NOT_SENT));
        }
    }

    /** Ends the exchange because its transport is closed; in place of {@link #send}, or at any time after. */
    void close() {
        abort(failures.closed(progress));
    }

    @Override
    public void request(long chunks) {
        delivery.request(chunks);
    }

    @Override
    public void cancel() {
        delivery.stop();
        aborted = true;
        disconnect();
        open.remove(this);
    }

    @Override
    public void pull() {
        Flow.Subscription body = this.body;
        if (body == null) {
            return;
        }
        try {
            body.request(1);
        } catch (RuntimeException refused) {
            abort(failure(refused));
        }
    }

    @Override
    public void delivered() {
        open.remove(this);
    }

    private BodySubscriber<@Nullable Void> onHead(ResponseInfo info) {
        progress = RequestProgress.HEAD_RECEIVED;
        version = info.version();
        TransportException fault = heads.fault(info, failures);
        if (fault == null) {
            delivery.head(heads.read(info));
        } else {
            abort(fault);
        }
        return this;
    }

    /** Nothing: the client need not wait for the body, which ends in {@link #onComplete} or {@link #onError}. */
    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription body) {
        this.body = body;
        if (aborted) {
            body.cancel();
        } else {
            pull();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        delivery.data(chunks);
    }

    @Override
    public void onError(Throwable thrown) {
        // What the client reports of an abort is its echo.
        if (!aborted) {
            delivery.fail(failure(thrown));
        }
    }

    @Override
    public void onComplete() {
        finished = true;
        delivery.complete();
    }

    private TransportException failure(Throwable thrown) {
        HttpClient.Version version = this.version;
        return version == null ? failures.beforeHead(thrown, progress) : failures.inBody(thrown, version);
    }

    private void abort(TransportException failure) {
        aborted = true;
        disconnect();
        delivery.abandon(failure);
    }

    /** Closes the connection, or resets the stream, as far as there is one. */
    private void disconnect() {
        Flow.Subscription body = this.body;
        Future<?> connecting = this.connecting;
        if (finished) {
            return;
        }
        if (body != null) {
            body.cancel();
        } else if (connecting != null) {
            connecting.cancel(true);
        }
    }
}
