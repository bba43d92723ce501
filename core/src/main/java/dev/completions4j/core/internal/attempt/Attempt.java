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
 * One attempt to send a call's request to one server: waits for the server's gate and for an API key, sends the
 * request, and reports the outcome. The body of a successful response is passed to the call; the body of an error is
 * read here.
 *
 * <p>The handler's methods never throw, since a transport stops calling a handler that has thrown: any throwable ends
 * the call, at whatever point it occurs.
 */
final class Attempt implements Passage, ResponseHandler {

    private static final BodyBuffer NO_BODY = new BodyBuffer(0);

    /** After this time, an error is reported with the part of its body that has arrived. */
    private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(10);

    /**
     * The phases of an attempt. An attempt never returns to an earlier phase.
     *
     * <table>
     * <caption>Phases</caption>
     * <tr><th>phase</th><th>counts as load of the server</th><th>activity</th><th>followed by</th></tr>
     * <tr><td>{@code WAITING}</td><td>no</td><td>waits for the server's gate</td><td>THROUGH, OVER</td></tr>
     * <tr><td>{@code THROUGH}</td><td>yes</td><td>waits for a key, is being sent, or reads an error</td>
     *   <td>ANSWERED, OVER</td></tr>
     * <tr><td>{@code ANSWERED}</td><td>yes</td><td>receives a successful response</td><td>OVER</td></tr>
     * <tr><td>{@code OVER}</td><td>no</td><td>none</td><td></td></tr>
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

    /** Null after the end: a transport may keep its handler, and must not keep the call with its prompt. */
    private volatile @Nullable CallAttempts owner;

    private volatile Phase phase = Phase.WAITING;
    /** Null before the exchange has started, and after it has ended by itself. */
    private volatile @Nullable Exchange exchange;

    /** Null once a successful response has begun, because that may take long, and after the end. */
    private volatile @Nullable PreparedRequest request;

    private @Nullable String key;

    /** Zero before the request is sent. */
    private volatile int numberAtServer;

    // Accessed by the transport's serial signals.
    private BodyLog bodies = BodyLog.off();
    private boolean answered;
    /** Changed under the lock. */
    private @Nullable ResponseInfo errorResponse;

    private BodyBuffer errorBody = NO_BODY;
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

    /** Returns the key that the request was sent with; null if it was sent without one. */
    @Nullable String key() {
        return key;
    }

    void start() {
        server.enter(this);
    }

    /** Cancels this attempt; no-op after the end. */
    void cancel() {
        Phase ended = end();
        if (ended != Phase.OVER) {
            abort();
            forget();
        }
        if (ended == Phase.WAITING) {
            server.leave(this);
        } else if (ended == Phase.THROUGH) {
            server.onAbandoned(numberAtServer, tokens);
        }
    }

    /** Ends this attempt because no response headers arrived in time; no-op if they have. */
    void expire(CompletionsClientException failure) {
        CallAttempts current = owner;
        synchronized (this) {
            if (current == null || errorResponse != null || !endUnanswered()) {
                return;
            }
        }
        try {
            abort();
            forget();
            server.onUnanswered(numberAtServer, tokens);
            current.onFailed(this, failure);
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    /** Requests further chunks of the body. */
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
        UserCode.run(exchange, "the exchange is no longer used", exchange::cancel);
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

    private synchronized void forget() {
        owner = null;
        request = null;
        errorBody = NO_BODY;
    }

    /** Ends this attempt and returns the phase that it was in. */
    private synchronized Phase end() {
        Phase before = phase;
        phase = Phase.OVER;
        if (before == Phase.THROUGH || before == Phase.ANSWERED) {
            server.onOver();
        }
        return before;
    }

    private synchronized boolean endUnanswered() {
        if (phase != Phase.THROUGH) {
            return false;
        }
        end();
        return true;
    }

    private synchronized boolean move(Phase from, Phase to) {
        if (phase != from) {
            return false;
        }
        phase = to;
        return true;
    }

    /**
     * Returns false if this attempt has ended. Under the lock, so that the server is not notified of its end before.
     */
    private synchronized boolean beginSending() {
        boolean wanted = move(Phase.WAITING, Phase.THROUGH);
        if (wanted) {
            numberAtServer = server.onSent();
        }
        return wanted;
    }

    @Override
    public long tokens() {
        return tokens;
    }

    @Override
    public void onThrough() {
        CallAttempts current = owner;
        if (current == null || !beginSending()) {
            server.onAbandoned(numberAtServer, tokens);
            return;
        }
        try {
            CompletableFuture<@Nullable String> pending = runtime.credentials().key();
            if (pending.isDone() && !pending.isCompletedExceptionally()) {
                onKey(pending.join(), null);
            } else {
                var unused = pending.whenComplete(this::onKey);
            }
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    /** Never throws: an exception in a stage of a future would go unnoticed. */
    private void onKey(@Nullable String obtained, @Nullable Throwable failure) {
        CallAttempts current = owner;
        if (current == null) {
            return;
        }
        try {
            if (failure == null) {
                key = obtained;
                send(current);
            } else if (endUnanswered()) {
                server.onAbandoned(numberAtServer, tokens);
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                forget();
                current.onFailed(
                        this, CredentialFailures.of(cause == null ? failure : cause, current.failedAttempts()));
            }
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    private void send(CallAttempts current) {
        PreparedRequest prepared = request;
        if (phase != Phase.THROUGH || prepared == null || runtime.openCalls().areAborted()) {
            return;
        }
        current.onSending(this);
        TransportRequest sent = prepared.to(server.addresses(), key);
        bodies = BodyLog.of(runtime.bodiesLogged(), current.terms().failures().mask());
        bodies.onRequest(sent);
        try {
            runtime.transport().send(sent, this);
        } catch (Throwable e) {
            // A violation of the transport's contract; without this the call would never end.
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

    @Override
    public void onStart(Exchange exchange) {
        this.exchange = exchange;
        if (phase == Phase.OVER) {
            cancel(exchange);
        }
    }

    @Override
    public void onConnected(ConnectionInfo connection) {
        CallAttempts current = owner;
        if (current != null) {
            current.terms().events().onConnected(connection);
        }
    }

    @Override
    public void onHead(ResponseHead head) {
        CallAttempts current = owner;
        if (current == null) {
            return;
        }
        try {
            ResponseInfo info =
                    new ResponseInfo(head.status(), head.protocol(), head.headers(), current.failedAttempts());
            current.terms().events().onHead(info);
            if (!info.isSuccess()) {
                if (beginError(info)) {
                    current.terms().watch().onAttemptFailed();
                    readError(Objects.requireNonNull(exchange, "onHead before onStart"));
                }
            } else if (move(Phase.THROUGH, Phase.ANSWERED)) {
                answered = true;
                request = null;
                server.onAnswered(numberAtServer, tokens, info);
                current.onResponse(info);
            }
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    /** Begins to read an error, after which this attempt cannot expire; returns false if it has ended. */
    private synchronized boolean beginError(ResponseInfo response) {
        if (phase != Phase.THROUGH) {
            return false;
        }
        errorResponse = response;
        errorBody = new BodyBuffer(Limits.ERROR_BODY);
        return true;
    }

    private void readError(Exchange current) {
        errorTimeout = runtime.scheduler().schedule(() -> runtime.callbacks().resume(this::onError), ERROR_BODY_TIME);
        if (phase == Phase.OVER) {
            abort();
        } else {
            current.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onData(ByteBuffer chunk) {
        CallAttempts current = owner;
        if (current == null) {
            return;
        }
        try {
            bodies.onData(chunk);
            if (answered) {
                current.call().onData(chunk);
            } else if (!appendToError(chunk)) {
                onError();
            }
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    private synchronized boolean appendToError(ByteBuffer chunk) {
        return phase == Phase.OVER || errorBody.append(chunk);
    }

    @Override
    public void onComplete() {
        exchange = null;
        CallAttempts current = owner;
        if (current == null) {
            return;
        }
        try {
            bodies.onEnd();
            if (!answered) {
                onError();
            } else if (end() == Phase.ANSWERED) {
                forget();
                current.onResponseEnd();
                current.call().onComplete();
            }
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    @Override
    public void onFailure(TransportException reported) {
        exchange = null;
        CallAttempts current = owner;
        if (current == null) {
            return;
        }
        try {
            bodies.onEnd();
            TransportException failure = current.terms().failures().masked(reported);
            if (answered) {
                if (end() == Phase.ANSWERED) {
                    forget();
                    current.onResponseEnd();
                    current.call().onCut(failure);
                }
            } else if (errorResponse != null) {
                // The error's status is more useful than the failure to read its body.
                onError();
            } else if (endUnanswered()) {
                switch (failure.kind()) {
                    // These do not indicate a problem of the server.
                    case CLOSED, INTERNAL -> server.onAbandoned(numberAtServer, tokens);
                    default -> server.onUnanswered(numberAtServer, tokens);
                }
                forget();
                current.onFailed(this, new NetworkException(failure, null, null, current.failedAttempts()));
            }
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }

    /** Reports an error whose body has arrived, or as much of it as is read. */
    private void onError() {
        CallAttempts current = owner;
        BodyBuffer body;
        synchronized (this) {
            if (current == null || !endUnanswered()) {
                return;
            }
            body = errorBody;
        }
        try {
            abort();
            forget();
            ResponseInfo response = Objects.requireNonNull(errorResponse);
            // Not under the lock, which the timer's thread waits for: masking a long prompt takes long.
            CompletionsClientException failure = current.terms().failures().errorStatus(response, body);
            server.onAnswered(numberAtServer, tokens, response);
            current.onFailed(this, failure);
        } catch (Throwable e) {
            current.giveUp(e);
        }
    }
}
