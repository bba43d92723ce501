// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.observe;

import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.UserCode;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.transport.ConnectionInfo;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the listeners of one call what happens in it, one at a time, and lets none of them break it. */
public final class CallEvents {

    /** For a call that nobody listens to. */
    static final CallEvents NONE = new CallEvents(List.of(), null, null);

    private static final long NO_TOKEN = Long.MIN_VALUE;

    private final List<CallListener> listeners;
    private final @Nullable Scheduler scheduler;
    private final @Nullable Warnings warnings;
    private boolean ended;
    private long lastToken = NO_TOKEN;
    private long gap;
    // Made once, not for each token.
    private final Consumer<CallListener> furtherToken = this::tellGap;

    /** Without listeners, neither time nor warnings are needed. */
    CallEvents(List<CallListener> listeners, @Nullable Scheduler scheduler, @Nullable Warnings warnings) {
        this.listeners = listeners;
        this.scheduler = scheduler;
        this.warnings = warnings;
    }

    /**
     * How a call ended.
     *
     * @param response of a success; an error's is taken from the failure
     */
    public static CallResult result(
            CallResult.Outcome outcome,
            @Nullable Completion completion,
            @Nullable ResponseInfo response,
            @Nullable Throwable failure,
            List<FailedAttempt> failedAttempts) {
        ResponseInfo last =
                response == null && failure instanceof CompletionsClientException known ? known.response() : response;
        return new CallResult(outcome, completion, last, failure, failedAttempts);
    }

    public void onQueued() {
        tell(CallListener::onQueued);
    }

    public void onAttempt(int attempt, String baseUrl) {
        tell(listener -> listener.onAttempt(attempt, baseUrl));
    }

    public void onConnected(ConnectionInfo connection) {
        tell(listener -> listener.onConnected(connection));
    }

    public void onHead(ResponseInfo response) {
        tell(listener -> listener.onHead(response));
    }

    public void onRetry(FailedAttempt failed) {
        tell(listener -> listener.onRetry(failed));
    }

    /** A chunk of the stream is there. */
    public void onChunk() {
        if (scheduler == null) {
            return;
        }
        long now = scheduler.nanoTime();
        if (lastToken == NO_TOKEN) {
            tell(CallListener::onFirstChunk);
        } else {
            gap = now - lastToken;
            tell(furtherToken);
        }
        lastToken = now;
    }

    private void tellGap(CallListener listener) {
        listener.onChunk(gap);
    }

    /**
     * The call has ended; no-op if it had.
     *
     * @param result asked only if somebody wants to know
     */
    public void onEnd(Supplier<CallResult> result) {
        if (listeners.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (!ended) {
                try {
                    CallResult known = result.get();
                    tell(listener -> listener.onEnd(known));
                } catch (Throwable e) {
                    UserCode.log(result, "the listeners do not learn how the call ended", e);
                }
                ended = true;
            }
        }
    }

    private void tell(Consumer<CallListener> event) {
        if (!listeners.isEmpty()) {
            tellInTurn(event);
        }
    }

    private synchronized void tellInTurn(Consumer<CallListener> event) {
        if (ended) {
            return;
        }
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                Objects.requireNonNull(warnings, "warnings").warnOfThrown(listener, "the call goes on", e);
            }
        }
    }
}
