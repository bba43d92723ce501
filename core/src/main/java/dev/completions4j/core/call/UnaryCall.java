package dev.completions4j.core.call;

import dev.completions4j.ApiError;
import dev.completions4j.ClientClosedException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.chunk.MalformedJsonException;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call whose answer comes as a whole. */
public final class UnaryCall<T> implements OpenCall {

    private final Exchanges exchanges;
    private final Failures failures;
    private final ExpectedAnswer<T> expected;
    private final CallFuture<T> future = new CallFuture<>(this::abort);

    private volatile boolean aborted;
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable ResponseInfo response;
    private BodyBuffer body = new BodyBuffer(0);

    private UnaryCall(ExpectedAnswer<T> expected, Exchanges exchanges, Failures failures) {
        this.expected = expected;
        this.exchanges = exchanges;
        this.failures = failures;
    }

    /** Sends the request that the supplier makes. */
    public static <T> CompletableFuture<T> start(
            Supplier<TransportRequest> request, ExpectedAnswer<T> expected, Exchanges exchanges, Failures failures) {
        UnaryCall<T> call = new UnaryCall<>(expected, exchanges, failures);
        try {
            exchanges.send(request.get(), call);
        } catch (RuntimeException e) {
            call.future.fail(e);
        }
        return call.future;
    }

    private void abort() {
        aborted = true;
        exchanges.ended(this);
        cancelExchange();
    }

    private void cancelExchange() {
        Exchange current = exchange;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onStart(Exchange exchange) {
        this.exchange = exchange;
        if (aborted) {
            abort();
        } else {
            exchange.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onHead(ResponseHead head) {
        ResponseInfo info = new ResponseInfo(head.status(), head.protocol(), head.headers(), 1);
        response = info;
        body = new BodyBuffer(info.isSuccess() ? Limits.JSON_BODY : Limits.ERROR_BODY);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        try {
            if (!body.append(chunk)) {
                cancelExchange();
                finish();
            }
        } catch (Throwable e) {
            cancelExchange();
            fail(e);
        }
    }

    @Override
    public void onComplete() {
        finish();
    }

    @Override
    public void onFailure(TransportException failure) {
        ResponseInfo info = response;
        // The status of an error says more than the cut of its body.
        fail(
                info == null || info.isSuccess()
                        ? new NetworkException(failure, info, null)
                        : failures.errorStatus(info, body));
    }

    @Override
    public void onClientClosed() {
        aborted = true;
        fail(new ClientClosedException(response, null));
        cancelExchange();
    }

    /** Nothing may escape: a call whose handler throws would never end. */
    private void finish() {
        try {
            T result = result();
            exchanges.ended(this);
            future.succeed(result);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private T result() {
        ResponseInfo info = Objects.requireNonNull(response, "response");
        if (!info.isSuccess()) {
            throw failures.errorStatus(info, body);
        }
        if (body.overflowed()) {
            throw malformed("The body has more than " + Limits.JSON_BODY + " bytes", info);
        }
        try {
            ApiError error = expected.reader().read(body.bytes(), body.length());
            if (error != null) {
                throw failures.api(error, info, null);
            }
        } catch (MalformedJsonException e) {
            throw malformed("The body is not " + expected.name() + ". " + e.getMessage(), info);
        }
        return expected.result().apply(info);
    }

    private RuntimeException malformed(String problem, ResponseInfo info) {
        return failures.malformed(problem, body.bytes(), body.length(), info, null);
    }

    private void fail(Throwable failure) {
        exchanges.ended(this);
        future.fail(failure);
    }
}
