package dev.completions4j.core.call;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.core.attempt.Dispatcher;
import dev.completions4j.core.attempt.Failures;
import dev.completions4j.core.attempt.OpenCalls;
import dev.completions4j.core.attempt.ResponseLimits;
import dev.completions4j.core.callback.Callbacks;
import dev.completions4j.core.callback.SlowCallbacks;
import dev.completions4j.core.callback.WaitGuard;
import dev.completions4j.core.deadline.TimeoutLimits;
import dev.completions4j.spi.Scheduler;

/**
 * What one call needs of its client.
 *
 * @param dispatcher the way to the server
 * @param guard keeps threads from waiting for themselves
 * @param slowCallbacks told how long the caller's code took on an I/O thread
 * @param limits the call's own
 * @param responseLimits the call's own
 * @param failures the call's own
 * @param options the call's own
 */
public record CallContext(
        Dispatcher dispatcher,
        WaitGuard guard,
        SlowCallbacks slowCallbacks,
        TimeoutLimits limits,
        ResponseLimits responseLimits,
        Failures failures,
        CallOptions options) {

    /** This context, with what a call's options change. */
    public CallContext with(CallOptions options) {
        return new CallContext(
                dispatcher,
                guard,
                slowCallbacks,
                limits.with(options.timeouts()),
                responseLimits.with(options),
                failures.hiding(options),
                options);
    }

    /** This context with other limits. */
    public CallContext with(TimeoutLimits others) {
        return new CallContext(dispatcher, guard, slowCallbacks, others, responseLimits, failures, options);
    }

    /** This context with other limits of the response. */
    public CallContext with(ResponseLimits others) {
        return new CallContext(dispatcher, guard, slowCallbacks, limits, others, failures, options);
    }

    /** This context, whose failures do not show the request's prompts. */
    public CallContext hiding(CompletionRequest request) {
        return new CallContext(
                dispatcher, guard, slowCallbacks, limits, responseLimits, failures.hiding(request), options);
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
