// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.observe;

import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.Log;
import dev.completions4j.core.internal.masking.Mask;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.spi.Scheduler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Logs calls: attempts and results at level {@code DEBUG}, response headers also at {@code TRACE}, limited to headers
 * that are known to be harmless. Secrets and prompts that a server repeats are masked.
 */
public final class CallLog {

    private static final List<String> HARMLESS = List.of(
            "content-type",
            "date",
            "openai-processing-ms",
            "retry-after",
            "retry-after-ms",
            "server",
            "x-ratelimit-limit-requests",
            "x-ratelimit-limit-tokens",
            "x-ratelimit-remaining-requests",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-requests",
            "x-ratelimit-reset-tokens",
            "x-should-retry");

    private final Scheduler scheduler;

    public CallLog(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Returns the listener that logs a call; null if nothing is to be logged.
     *
     * @param mask hides the secrets and prompts of the call
     */
    @Nullable CallListener onCall(CallInfo.Operation operation, Mask mask) {
        return Log.includes(System.Logger.Level.DEBUG) ? new Entry(operation, mask, scheduler.nanoTime()) : null;
    }

    private final class Entry implements CallListener {

        private final CallInfo.Operation operation;
        private final Mask mask;
        private final long start;

        Entry(CallInfo.Operation operation, Mask mask, long start) {
            this.operation = operation;
            this.mask = mask;
            this.start = start;
        }

        @Override
        public void onQueued() {
            debug("queued");
        }

        @Override
        public void onAttempt(int attempt, String baseUrl) {
            debug("attempt " + attempt + " to " + baseUrl);
        }

        @Override
        public void onHead(ResponseInfo response) {
            if (Log.includes(System.Logger.Level.TRACE)) {
                StringBuilder line = new StringBuilder(response.protocol() + " " + response.status());
                for (String name : HARMLESS) {
                    String value = response.headers().first(name);
                    if (value != null) {
                        line.append(", ").append(name).append(": ").append(value);
                    }
                }
                log(System.Logger.Level.TRACE, mask.masked(line.toString()));
            }
        }

        @Override
        public void onRetry(FailedAttempt failed) {
            debug(mask.masked("attempt failed, retrying in " + failed.delay().toMillis() + " ms: "
                    + failed.failure().getMessage()));
        }

        @Override
        public void onEnd(CallResult result) {
            ResponseInfo response = result.response();
            String requestId = response == null ? null : response.requestId();
            Throwable failure = result.failure();
            String end = result.outcome()
                    + (response == null ? "" : " with " + response.status())
                    + (requestId == null ? "" : ", request id " + requestId)
                    + (failure == null ? "" : ": " + failure.getMessage());
            // Without a failure, only the request id comes from the server.
            debug(requestId == null && failure == null ? end : mask.masked(end));
        }

        private void debug(String what) {
            log(System.Logger.Level.DEBUG, what);
        }

        private void log(System.Logger.Level level, String what) {
            // A number would be formatted for the default locale, such as 1.824 for 1824.
            String millis = Long.toString(TimeUnit.NANOSECONDS.toMillis(scheduler.nanoTime() - start));
            // Passed as a parameter, since text from servers may contain braces.
            Log.log(level, "{0} after {1} ms: {2}", operation, millis, what);
        }
    }
}
