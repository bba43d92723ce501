package dev.completions4j.core.event;

import dev.completions4j.CallInfo;
import dev.completions4j.CallListener;
import dev.completions4j.CompletionsListener;
import dev.completions4j.Scheduler;
import dev.completions4j.core.callback.UserCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The listeners of a client. Safe for use by any thread. */
public final class Listeners {

    private final List<CompletionsListener> all;
    private final Scheduler scheduler;

    public Listeners(List<CompletionsListener> all, Scheduler scheduler) {
        this.all = List.copyOf(all);
        this.scheduler = scheduler;
    }

    /**
     * Tells all listeners of a call that begins.
     *
     * @param call asked only if there is a listener
     */
    public CallEvents begin(Supplier<CallInfo> call) {
        if (all.isEmpty()) {
            return CallEvents.NONE;
        }
        CallInfo info = call.get();
        List<CallListener> interested = new ArrayList<>(all.size());
        for (CompletionsListener each : all) {
            try {
                CallListener listener = each.onCall(info);
                if (listener != null) {
                    interested.add(listener);
                }
            } catch (Throwable e) {
                UserCode.log(each, "the call goes on without it", e);
            }
        }
        return interested.isEmpty() ? CallEvents.NONE : new CallEvents(interested, scheduler);
    }
}
