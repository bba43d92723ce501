package dev.completions4j.core.attempt;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Scheduler;
import dev.completions4j.core.credential.CredentialFailures;
import dev.completions4j.core.request.PreparedRequest;
import dev.completions4j.core.server.Passage;
import dev.completions4j.core.server.Server;
import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a call's request to one server: waits until that may be called and a key is there, sends, and tells the
 * call's attempts what came of it. The body of a success goes to the call; that of an error is read here.
 */
final class Attempt implements Passage, ResponseHandler {

    /** Slower than this, an error is reported by its status and by what has come of its body. */
    private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(10);

    private enum Phase {
        /** It waits for the server to be called. */
        WAITING,
        /** It may be sent, or is. */
        THROUGH,
        /** A success has begun. */
        ANSWERED,
        OVER
    }

    private final Dispatcher dispatcher;
    private final long tokens;
    private final Server server;
    private final CallAttempts owner;

    private volatile Phase phase = Phase.WAITING;
    /** Null before it begins, and once it has ended by itself. */
    private volatile @Nullable Exchange exchange;

    /** Null once a success has begun, which may go on for long. */
    private volatile @Nullable PreparedRequest request;

    private @Nullable String key;

    // Of the transport's serial signals.
    private BodyLog bodies = BodyLog.off();
    private boolean answered;
    private @Nullable ResponseInfo errorResponse;
    private BodyBuffer errorBody = new BodyBuffer(0);
    private volatile Scheduler.@Nullable Task errorTimeout;

    Attempt(Dispatcher dispatcher, PreparedRequest request, Server server, CallAttempts owner) {
        this.dispatcher = dispatcher;
        this.request = request;
        this.tokens = request.tokens();
        this.server = server;
        this.owner = owner;
    }

    Server server() {
        return server;
    }

    /** The key that it was sent with; null if with none. */
    @Nullable String key() {
        return key;
    }

    void start() {
        server.enter(this);
    }

    /** Ends it because its caller wants it no more; no-op after its end. */
    void cancel() {
        Phase ended = end();
        if (ended == Phase.WAITING) {
            server.leave(this);
        } else if (ended == Phase.THROUGH) {
            server.onAbandoned(tokens);
        }
        if (ended != Phase.OVER) {
            abort();
        }
    }

    /** Ends it because no head has come in time; false, and nothing happens, if one has. */
    boolean expire() {
        if (!endUnanswered()) {
            return false;
        }
        server.onUnanswered(tokens);
        abort();
        return true;
    }

    private void abort() {
        Exchange current = exchange;
        if (current != null) {
            current.cancel();
        }
        Scheduler.Task timeout = errorTimeout;
        if (timeout != null) {
            timeout.cancel();
        }
    }

    /** Ends it, and tells in which phase it was. */
    private synchronized Phase end() {
        Phase before = phase;
        phase = Phase.OVER;
        if (before == Phase.THROUGH || before == Phase.ANSWERED) {
            server.onOver();
        }
        return before;
    }

    private synchronized boolean endUnanswered() {
        return phase == Phase.THROUGH && end() == Phase.THROUGH;
    }

    private synchronized boolean move(Phase from, Phase to) {
        if (phase != from) {
            return false;
        }
        phase = to;
        return true;
    }

    @Override
    public long tokens() {
        return tokens;
    }

    @Override
    public void onThrough() {
        if (!move(Phase.WAITING, Phase.THROUGH)) {
            server.onAbandoned(tokens);
            return;
        }
        server.onSent();
        CompletableFuture<@Nullable String> pending = dispatcher.credentials().key();
        if (pending.isDone()) {
            onKey(pending);
        } else {
            var unused = pending.whenComplete((key, failure) -> onKey(pending));
        }
    }

    private void onKey(CompletableFuture<@Nullable String> pending) {
        try {
            key = pending.join();
        } catch (CompletionException e) {
            if (endUnanswered()) {
                server.onAbandoned(tokens);
                Throwable cause = e.getCause() == null ? e : e.getCause();
                owner.onFailed(this, CredentialFailures.of(cause, owner.failedAttempts()));
            }
            return;
        }
        if (phase == Phase.THROUGH) {
            send();
        }
    }

    private void send() {
        if (dispatcher.openCalls().areAborted()) {
            return;
        }
        owner.onSending(this);
        TransportRequest sent = Objects.requireNonNull(request).to(server.addresses(), key);
        bodies = BodyLog.of(dispatcher.bodiesLogged(), owner.failures().mask());
        bodies.onRequest(sent);
        try {
            dispatcher.transport().send(sent, this);
        } catch (RuntimeException e) {
            // Against the contract of transports; without this the call would never end.
            onFailure(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.MAYBE_SENT,
                    "The transport " + dispatcher.transport().info().name() + " threw "
                            + e.getClass().getName(),
                    e));
        }
    }

    @Override
    public void onStart(Exchange exchange) {
        this.exchange = exchange;
        if (phase == Phase.OVER) {
            exchange.cancel();
        }
    }

    @Override
    public void onConnected(ConnectionInfo connection) {
        owner.events().onConnected(connection);
    }

    @Override
    public void onHead(ResponseHead head) {
        ResponseInfo info = new ResponseInfo(head.status(), head.protocol(), head.headers(), owner.failedAttempts());
        owner.events().onHead(info);
        Exchange current = Objects.requireNonNull(exchange, "onHead before onStart");
        if (!info.isSuccess()) {
            readError(current, info);
        } else if (move(Phase.THROUGH, Phase.ANSWERED)) {
            answered = true;
            request = null;
            server.onAnswered(tokens, info);
            owner.onResponse(current, info);
        }
    }

    private void readError(Exchange current, ResponseInfo response) {
        errorResponse = response;
        errorBody = new BodyBuffer(Limits.ERROR_BODY);
        errorTimeout =
                dispatcher.scheduler().schedule(() -> dispatcher.callbacks().resume(this::onError), ERROR_BODY_TIME);
        if (phase == Phase.OVER) {
            abort();
        } else {
            current.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onData(ByteBuffer chunk) {
        bodies.onData(chunk);
        if (answered) {
            owner.call().onData(chunk);
        } else if (!appendToError(chunk)) {
            onError();
        }
    }

    private synchronized boolean appendToError(ByteBuffer chunk) {
        return phase == Phase.OVER || errorBody.append(chunk);
    }

    @Override
    public void onComplete() {
        exchange = null;
        bodies.onEnd();
        if (!answered) {
            onError();
        } else if (end() == Phase.ANSWERED) {
            owner.onEnd();
            owner.call().onComplete();
        }
    }

    @Override
    public void onFailure(TransportException reported) {
        exchange = null;
        bodies.onEnd();
        TransportException failure = owner.failures().masked(reported);
        if (answered) {
            if (end() == Phase.ANSWERED) {
                owner.onEnd();
                owner.call().onCut(failure);
            }
        } else if (errorResponse != null) {
            // The status of an error says more than the cut of its body.
            onError();
        } else if (endUnanswered()) {
            switch (failure.kind()) {
                // These say nothing of the server.
                case CLOSED, INTERNAL -> server.onAbandoned(tokens);
                default -> server.onUnanswered(tokens);
            }
            owner.onFailed(this, new NetworkException(failure, null, null, owner.failedAttempts()));
        }
    }

    /** An error's body is there, or as much of it as is waited for. */
    private void onError() {
        CompletionsClientException failure;
        synchronized (this) {
            if (!endUnanswered()) {
                return;
            }
            failure = owner.failures().errorStatus(Objects.requireNonNull(errorResponse), errorBody);
        }
        abort();
        server.onAnswered(tokens, Objects.requireNonNull(errorResponse));
        owner.onFailed(this, failure);
    }
}
