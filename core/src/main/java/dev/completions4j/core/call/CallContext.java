package dev.completions4j.core.call;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Scheduler;
import dev.completions4j.core.attempt.CallAttempts;
import dev.completions4j.core.attempt.CallTerms;
import dev.completions4j.core.attempt.Dispatcher;
import dev.completions4j.core.attempt.Failures;
import dev.completions4j.core.attempt.OpenCall;
import dev.completions4j.core.attempt.OpenCalls;
import dev.completions4j.core.callback.Callbacks;
import dev.completions4j.core.callback.SlowCallbacks;
import dev.completions4j.core.deadline.DeadlineLimits;
import dev.completions4j.core.event.CallEvents;
import dev.completions4j.core.request.PreparedRequest;

/**
 * What one call needs of its client.
 *
 * @param dispatcher the way to the server
 * @param slowCallbacks told how long the caller's code took on an I/O thread
 * @param limits the call's own
 * @param failures the call's own
 * @param options the call's own
 */
public record CallContext(
        Dispatcher dispatcher,
        SlowCallbacks slowCallbacks,
        DeadlineLimits limits,
        Failures failures,
        CallOptions options) {

    /** This context, with what a call's options change. */
    public CallContext with(CallOptions options) {
        return new CallContext(
                dispatcher, slowCallbacks, limits.with(options.deadlines()), failures.hiding(options), options);
    }

    /** This context with other limits. */
    public CallContext with(DeadlineLimits others) {
        return new CallContext(dispatcher, slowCallbacks, others, failures, options);
    }

    /** This context, whose failures do not show the request's prompts. */
    public CallContext hiding(CompletionRequest request) {
        return new CallContext(dispatcher, slowCallbacks, limits, failures.hiding(request), options);
    }

    /** Begins to send the call's request, unless the client is closed. */
    public void send(PreparedRequest request, CallEvents events, OpenCall call) {
        if (openCalls().begin(call)) {
            CallTerms terms = new CallTerms(options.maxAttempts(), options.affinity(), failures, events);
            new CallAttempts(dispatcher, request, terms, call).start();
        }
    }

    /** Where it is known while it is open. */
    public OpenCalls openCalls() {
        return dispatcher.openCalls();
    }

    /** Where the caller's code runs. */
    public Callbacks callbacks() {
        return dispatcher.callbacks();
    }

    /** The time. */
    public Scheduler scheduler() {
        return dispatcher.scheduler();
    }
}
