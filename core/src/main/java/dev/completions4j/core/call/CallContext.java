package dev.completions4j.core.call;

import dev.completions4j.CallOptions;
import dev.completions4j.Scheduler;
import dev.completions4j.core.deadline.DeadlineLimits;

/**
 * What one call needs of its client.
 *
 * @param exchanges the way to the transport
 * @param callbacks where the caller's code runs
 * @param slowCallbacks told how long it took on an I/O thread
 * @param scheduler the time
 * @param limits the call's own
 * @param failures the call's own
 */
public record CallContext(
        Exchanges exchanges,
        Callbacks callbacks,
        SlowCallbacks slowCallbacks,
        Scheduler scheduler,
        DeadlineLimits limits,
        Failures failures) {

    /** This context, with what a call's options change. */
    public CallContext with(CallOptions options) {
        DeadlineLimits itsLimits = limits.with(options.deadlines());
        return new CallContext(exchanges, callbacks, slowCallbacks, scheduler, itsLimits, failures.hiding(options));
    }

    /** This context with other limits. */
    public CallContext with(DeadlineLimits others) {
        return new CallContext(exchanges, callbacks, slowCallbacks, scheduler, others, failures);
    }
}
