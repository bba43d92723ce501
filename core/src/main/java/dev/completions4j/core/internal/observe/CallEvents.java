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

/** Notifies the listeners of one call, serially, and contains their exceptions. */
public final class CallEvents {

    /** Events of a call without listeners. */
    static final CallEvents NONE = new CallEvents(List.of(), null, null);

    private static final long NO_CHUNK = Long.MIN_VALUE;

    private final List<CallListener> listeners;
    private final @Nullable Scheduler scheduler;
    private final @Nullable Warnings warnings;
    private boolean ended;
    private long lastChunk = NO_CHUNK;
    private long gap;
    // Allocated once, not per chunk.
    private final Consumer<CallListener> furtherChunk = this::notifyGap;

    /**
     * @param scheduler null if there are no listeners
     * @param warnings null if there are no listeners
     */
    CallEvents(List<CallListener> listeners, @Nullable Scheduler scheduler, @Nullable Warnings warnings) {
        this.listeners = listeners;
        this.scheduler = scheduler;
        this.warnings = warnings;
    }

    /**
     * Returns the result of a call.
     *
     * @param response a successful response; null to take an error response from the failure
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
        notifyListeners(CallListener::onQueued);
    }

    public void onAttempt(int attempt, String baseUrl) {
        if (hasListeners()) {
            notifySerially(listener -> listener.onAttempt(attempt, baseUrl));
        }
    }

    public void onConnected(ConnectionInfo connection) {
        if (hasListeners()) {
            notifySerially(listener -> listener.onConnected(connection));
        }
    }

    public void onHead(ResponseInfo response) {
        if (hasListeners()) {
            notifySerially(listener -> listener.onHead(response));
        }
    }

    public void onRetry(FailedAttempt failed) {
        notifyListeners(listener -> listener.onRetry(failed));
    }

    /** Called when a chunk of the stream has been decoded. */
    public void onChunk() {
        if (scheduler == null) {
            return;
        }
        long now = scheduler.nanoTime();
        if (lastChunk == NO_CHUNK) {
            notifyListeners(CallListener::onFirstChunk);
        } else {
            gap = now - lastChunk;
            notifyListeners(furtherChunk);
        }
        lastChunk = now;
    }

    private void notifyGap(CallListener listener) {
        listener.onChunk(gap);
    }

    /**
     * Called at the end of the call. Idempotent.
     *
     * @param result called only if there are listeners
     */
    public void onEnd(Supplier<CallResult> result) {
        if (!hasListeners()) {
            return;
        }
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            try {
                CallResult known = result.get();
                Consumer<CallListener> event = listener -> listener.onEnd(known);
                listeners.forEach(listener -> notifyOne(listener, event));
            } catch (Throwable e) {
                UserCode.log(result, "the listeners are not notified of the call's end", e);
            }
        }
    }

    /** Checked before an event with parameters is created, since most calls have no listener. */
    private boolean hasListeners() {
        return !listeners.isEmpty();
    }

    private void notifyListeners(Consumer<CallListener> event) {
        if (hasListeners()) {
            notifySerially(event);
        }
    }

    private synchronized void notifySerially(Consumer<CallListener> event) {
        for (CallListener listener : listeners) {
            // A listener may end the call.
            if (ended) {
                return;
            }
            notifyOne(listener, event);
        }
    }

    private void notifyOne(CallListener listener, Consumer<CallListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            Objects.requireNonNull(warnings, "warnings").warnOfThrown(listener, "the call continues", e);
        }
    }
}
