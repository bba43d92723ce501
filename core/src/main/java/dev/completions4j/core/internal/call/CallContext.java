// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.CallOptions;
import dev.completions4j.core.internal.attempt.ClientRuntime;
import dev.completions4j.core.internal.attempt.OpenCalls;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.SlowCallbacks;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.masking.SentPrompts;
import dev.completions4j.core.internal.timeout.TimeoutLimits;
import dev.completions4j.spi.Scheduler;

/**
 * The client's services and settings for one call.
 *
 * @param runtime the services shared by all calls
 * @param guard rejects blocking waits on threads that deliver responses
 * @param slowCallbacks reports callbacks that block an I/O thread
 * @param limits the call's timeouts
 * @param responseLimits the call's limits on the response's size
 * @param failures creates the call's exceptions
 * @param options the call's options
 */
public record CallContext(
        ClientRuntime runtime,
        WaitGuard guard,
        SlowCallbacks slowCallbacks,
        TimeoutLimits limits,
        ResponseLimits responseLimits,
        Failures failures,
        CallOptions options) {

    /** Returns this context with a call's options applied. */
    public CallContext with(CallOptions options) {
        return with(options, failures.hiding(options));
    }

    /** Returns this context with a call's options applied, and failures that mask its prompts. */
    public CallContext with(CallOptions options, SentPrompts prompts) {
        return with(options, failures.hiding(options).hiding(prompts));
    }

    private CallContext with(CallOptions options, Failures ofCall) {
        return new CallContext(
                runtime,
                guard,
                slowCallbacks,
                limits.with(options.timeouts()),
                responseLimits.with(options),
                ofCall,
                options);
    }

    /** Returns this context with other timeouts. */
    public CallContext with(TimeoutLimits others) {
        return new CallContext(runtime, guard, slowCallbacks, others, responseLimits, failures, options);
    }

    /** Returns this context with other limits on the response's size. */
    public CallContext with(ResponseLimits others) {
        return new CallContext(runtime, guard, slowCallbacks, limits, others, failures, options);
    }

    /** Returns the registry of open calls. */
    public OpenCalls openCalls() {
        return runtime.openCalls();
    }

    /** Returns the executor of the caller's code. */
    public Callbacks callbacks() {
        return runtime.callbacks();
    }

    /** Returns the clock and timers. */
    public Scheduler scheduler() {
        return runtime.scheduler();
    }
}
