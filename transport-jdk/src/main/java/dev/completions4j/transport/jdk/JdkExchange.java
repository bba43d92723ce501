package dev.completions4j.transport.jdk;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One exchange over {@link HttpClient}: starts it, takes the head, and aborts it at whatever phase it is. */
final class JdkExchange implements Upstream {

    private final TransportRequest request;
    private final HeadReader heads;
    private final OpenExchanges open;
    private final Failures failures;
    private final Delivery delivery;

    private volatile RequestProgress progress = RequestProgress.NOT_SENT;

    /** Given up from this side. Whoever sets one of the two below looks here afterwards. */
    private volatile boolean aborted;

    private volatile @Nullable Future<?> response;
    private volatile @Nullable ResponseBody body;

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
     * @param executor calls the handler when there is no response: the client would do so on the common pool
     */
    void send(HttpClient client, Executor executor) {
        delivery.start();
        if (aborted) {
            return;
        }
        try {
            var prepared = Requests.prepare(request, client.version());
            progress = RequestProgress.MAYBE_SENT;
            CompletableFuture<?> answered = client.sendAsync(prepared, this::onHead);
            // Once the client's own future has failed, cancelling it does nothing, and the connection of a malformed
            // head stays open; cancelling a future derived from it still closes that.
            response = answered.newIncompleteFuture();
            if (aborted) {
                disconnect();
            }
            var unused = answered.exceptionallyAsync(
                    thrown -> {
                        onNoResponse(thrown);
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

    private BodySubscriber<@Nullable Void> onHead(ResponseInfo head) {
        progress = RequestProgress.HEAD_RECEIVED;
        TransportException fault = heads.fault(head, failures);
        if (fault != null) {
            abort(fault);
            return bodyOf(head, BodyLength.undeclared());
        }
        delivery.head(heads.read(head));
        return bodyOf(head, BodyLength.declaredIn(head, request.method()));
    }

    private ResponseBody bodyOf(ResponseInfo head, BodyLength length) {
        ResponseBody body = new ResponseBody(head, length, delivery, failures);
        this.body = body;
        if (aborted) {
            body.cancel();
        }
        return body;
    }

    private void onNoResponse(Throwable thrown) {
        if (aborted) {
            // The client's echo of that.
            return;
        }
        ResponseBody body = this.body;
        TransportException failure = body == null ? failures.beforeHead(thrown, progress) : body.failure(thrown);
        disconnect();
        delivery.fail(failure);
    }

    private void abort(TransportException failure) {
        disconnect();
        delivery.abandon(failure);
    }

    /** Closes the connection, or resets the stream, unless it is done with this exchange and may serve another. */
    private void disconnect() {
        aborted = true;
        Future<?> response = this.response;
        ResponseBody body = this.body;
        if (body != null && body.hasEnded()) {
            return;
        }
        // The body first: it would take what the other cancel makes the client report for a failure.
        if (body != null) {
            body.cancel();
        }
        if (response != null) {
            response.cancel(true);
        }
    }
}
