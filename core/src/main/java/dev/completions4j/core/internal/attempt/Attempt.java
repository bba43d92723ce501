// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.BodyBuffer;
import dev.completions4j.core.internal.body.BodyLog;
import dev.completions4j.core.internal.body.Limits;
import dev.completions4j.core.internal.concurrent.UserCode;
import dev.completions4j.core.internal.credential.CredentialFailures;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.core.internal.server.Passage;
import dev.completions4j.core.internal.server.Server;
import dev.completions4j.spi.Scheduler;
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
 * One sending of a call's request to one server: waits until the server may be called and a key is there, sends, and
 * reports what came of it. The body of a success goes to the call; that of an error is read here.
 *
 * <p>No throwable leaves a signal of the transport, since a transport calls a handler that threw no more: whatever it is,
 * it ends the call.
 */
final class Attempt implements Passage, ResponseHandler {

    /** Slower than this, an error is reported by its status and by what has come of its body. */
    private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(10);

    /**
     * The phases of an attempt. A phase never comes back.
     *
     * <table>
     * <caption>Phases</caption>
     * <tr><th>phase</th><th>counts as load of the server</th><th>what goes on</th><th>followed by</th></tr>
     * <tr><td>{@code WAITING}</td><td>no</td><td>waits until the server may be called</td><td>THROUGH, OVER</td></tr>
     * <tr><td>{@code THROUGH}</td><td>yes</td><td>waits for a key, is sent, or has an error as its response</td>
     *   <td>ANSWERED, OVER</td></tr>
     * <tr><td>{@code ANSWERED}</td><td>yes</td><td>a success has begun</td><td>OVER</td></tr>
     * <tr><td>{@code OVER}</td><td>no</td><td>nothing any more</td><td></td></tr>
     * </table>
     */
    private enum Phase {
        WAITING,
        THROUGH,
        ANSWERED,
        OVER
    }

    private final ClientRuntime runtime;
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

    Attempt(ClientRuntime runtime, PreparedRequest request, Server server, CallAttempts owner) {
        this.runtime = runtime;
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

    /** Asks for further chunks of the body. */
    void request(long chunks) {
        Exchange current = exchange;
        if (current != null) {
            try {
                current.request(chunks);
            } catch (Throwable e) {
                onFailure(thrown(e));
                cancel(current);
            }
        }
    }

    private static void cancel(Exchange exchange) {
        UserCode.run(exchange, "its exchange is not used any more", exchange::cancel);
    }

    private void abort() {
        Exchange current = exchange;
        if (current != null) {
            cancel(current);
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
        try {
            CompletableFuture<@Nullable String> pending = runtime.credentials().key();
            if (pending.isDone() && !pending.isCompletedExceptionally()) {
                onKey(pending.join(), null);
            } else {
                var unused = pending.whenComplete(this::onKey);
            }
        } catch (Throwable e) {
            onBroken(e);
        }
    }

    /** Nothing may escape: a stage that throws says so to nobody. */
    private void onKey(@Nullable String obtained, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                key = obtained;
                send();
            } else if (endUnanswered()) {
                server.onAbandoned(tokens);
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                owner.onFailed(this, CredentialFailures.of(cause == null ? failure : cause, owner.failedAttempts()));
            }
        } catch (Throwable e) {
            onBroken(e);
        }
    }

    private void send() {
        PreparedRequest prepared = request;
        if (phase != Phase.THROUGH || prepared == null || runtime.openCalls().areAborted()) {
            return;
        }
        owner.onSending(this);
        TransportRequest sent = prepared.to(server.addresses(), key);
        bodies = BodyLog.of(runtime.bodiesLogged(), owner.terms().failures().mask());
        bodies.onRequest(sent);
        try {
            runtime.transport().send(sent, this);
        } catch (Throwable e) {
            // Against the contract of transports; without this the call would never end.
            Exchange begun = exchange;
            onFailure(thrown(e));
            if (begun != null) {
                cancel(begun);
            }
        }
    }

    private TransportException thrown(Throwable cause) {
        return new TransportException(
                TransportException.Kind.INTERNAL,
                RequestProgress.MAYBE_SENT,
                "The transport " + runtime.transport().getClass().getName() + " threw "
                        + cause.getClass().getName(),
                cause);
    }

    /** Ends the call because of what its own signals ran into, such as too little memory. */
    private void onBroken(Throwable failure) {
        Phase ended = end();
        if (ended == Phase.THROUGH) {
            server.onAbandoned(tokens);
        }
        if (ended != Phase.OVER) {
            abort();
            owner.giveUp(failure);
        }
    }

    @Override
    public void onStart(Exchange exchange) {
        this.exchange = exchange;
        if (phase == Phase.OVER) {
            cancel(exchange);
        }
    }

    @Override
    public void onConnected(ConnectionInfo connection) {
        owner.terms().events().onConnected(connection);
    }

    @Override
    public void onHead(ResponseHead head) {
        try {
            ResponseInfo info =
                    new ResponseInfo(head.status(), head.protocol(), head.headers(), owner.failedAttempts());
            owner.terms().events().onHead(info);
            if (!info.isSuccess()) {
                readError(Objects.requireNonNull(exchange, "onHead before onStart"), info);
            } else if (move(Phase.THROUGH, Phase.ANSWERED)) {
                answered = true;
                request = null;
                server.onAnswered(tokens, info);
                owner.onResponse(info);
            }
        } catch (Throwable e) {
            onBroken(e);
        }
    }

    private void readError(Exchange current, ResponseInfo response) {
        errorResponse = response;
        errorBody = new BodyBuffer(Limits.ERROR_BODY);
        errorTimeout = runtime.scheduler().schedule(() -> runtime.callbacks().resume(this::onError), ERROR_BODY_TIME);
        if (phase == Phase.OVER) {
            abort();
        } else {
            current.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onData(ByteBuffer chunk) {
        try {
            bodies.onData(chunk);
            if (answered) {
                owner.call().onData(chunk);
            } else if (!appendToError(chunk)) {
                onError();
            }
        } catch (Throwable e) {
            onBroken(e);
        }
    }

    private synchronized boolean appendToError(ByteBuffer chunk) {
        return phase == Phase.OVER || errorBody.append(chunk);
    }

    @Override
    public void onComplete() {
        exchange = null;
        try {
            bodies.onEnd();
            if (!answered) {
                onError();
            } else if (end() == Phase.ANSWERED) {
                owner.onResponseEnd();
                owner.call().onComplete();
            }
        } catch (Throwable e) {
            owner.giveUp(e);
        }
    }

    @Override
    public void onFailure(TransportException reported) {
        exchange = null;
        try {
            bodies.onEnd();
            TransportException failure = owner.terms().failures().masked(reported);
            if (answered) {
                if (end() == Phase.ANSWERED) {
                    owner.onResponseEnd();
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
        } catch (Throwable e) {
            owner.giveUp(e);
        }
    }

    /** An error's body is there, or as much of it as is waited for. */
    private void onError() {
        CompletionsClientException failure;
        synchronized (this) {
            if (!endUnanswered()) {
                return;
            }
            failure = owner.terms().failures().errorStatus(Objects.requireNonNull(errorResponse), errorBody);
        }
        abort();
        server.onAnswered(tokens, Objects.requireNonNull(errorResponse));
        owner.onFailed(this, failure);
    }
}
