// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.observe;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.core.internal.masking.Mask;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import dev.completions4j.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listener factories of a client. Safe for use by any thread. */
public final class Listeners {

    private final List<CallListener.Factory> all;
    private final String provider;
    private final CallLog log;
    private final Scheduler scheduler;
    private final Warnings warnings;

    /**
     * @param provider the name of the server profile
     * @param warnings logs exceptions from listeners
     */
    public Listeners(List<CallListener.Factory> all, String provider, Scheduler scheduler, Warnings warnings) {
        this.all = List.copyOf(all);
        this.provider = provider;
        this.log = new CallLog(scheduler);
        this.scheduler = scheduler;
        this.warnings = warnings;
    }

    /**
     * Announces a call to all listener factories and the log, and returns the event notifier of the call.
     *
     * @param request null if the operation is not a completion
     * @param mask hides the secrets and prompts of the call in the log
     */
    public CallEvents begin(
            CallInfo.Operation operation, @Nullable CompletionRequest request, CallOptions options, Mask mask) {
        CallListener logging = log.onCall(operation, mask);
        if (all.isEmpty() && logging == null) {
            return CallEvents.NONE;
        }
        CallInfo info = new CallInfo(operation, provider, request, options);
        List<CallListener> interested = new ArrayList<>();
        for (CallListener.Factory each : all) {
            try {
                CallListener listener = each.onCall(info);
                if (listener != null) {
                    interested.add(listener);
                }
            } catch (Throwable e) {
                warnings.warnOfThrown(each, "the call continues without this listener", e);
            }
        }
        if (logging != null) {
            interested.add(logging);
        }
        return interested.isEmpty() ? CallEvents.NONE : new CallEvents(interested, scheduler, warnings);
    }
}
