// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.core.internal.attempt.ClientRuntime;
import dev.completions4j.core.internal.attempt.OpenCalls;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.SlowCallbacks;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.timeout.TimeoutLimits;
import dev.completions4j.spi.Scheduler;

/**
 * What one call needs of its client.
 *
 * @param runtime the way to the server
 * @param guard keeps threads from waiting for themselves
 * @param slowCallbacks told how long the caller's code took on an I/O thread
 * @param limits the call's own
 * @param responseLimits the call's own
 * @param failures the call's own
 * @param options the call's own
 */
public record CallContext(
        ClientRuntime runtime,
        WaitGuard guard,
        SlowCallbacks slowCallbacks,
        TimeoutLimits limits,
        ResponseLimits responseLimits,
        Failures failures,
        CallOptions options) {

    /** This context, with what a call's options change. */
    public CallContext with(CallOptions options) {
        return new CallContext(
                runtime,
                guard,
                slowCallbacks,
                limits.with(options.timeouts()),
                responseLimits.with(options),
                failures.hiding(options),
                options);
    }

    /** This context with other limits. */
    public CallContext with(TimeoutLimits others) {
        return new CallContext(runtime, guard, slowCallbacks, others, responseLimits, failures, options);
    }

    /** This context with other limits of the response. */
    public CallContext with(ResponseLimits others) {
        return new CallContext(runtime, guard, slowCallbacks, limits, others, failures, options);
    }

    /** This context, whose failures do not show the request's prompts. */
    public CallContext hiding(CompletionRequest request) {
        return new CallContext(
                runtime, guard, slowCallbacks, limits, responseLimits, failures.hiding(request), options);
    }

    /** Where it is known while it is open. */
    public OpenCalls openCalls() {
        return runtime.openCalls();
    }

    /** Where the caller's code runs. */
    public Callbacks callbacks() {
        return runtime.callbacks();
    }

    /** The time. */
    public Scheduler scheduler() {
        return runtime.scheduler();
    }
}
