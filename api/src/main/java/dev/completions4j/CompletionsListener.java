package dev.completions4j;

import org.jspecify.annotations.Nullable;

/**
 * Is told of every call that a client makes, for metrics, traces and logs.
 *
 * <p>Called by any thread, also by several at once; must not block. What it throws is logged and harms no call.
 */
@FunctionalInterface
public interface CompletionsListener {

    /**
     * Tells of a call that begins.
     *
     * @param call its contents are the caller's secrets
     * @return is told of what happens in the call; null if nobody wants to know
     */
    @Nullable CallListener onCall(CallInfo call);
}
