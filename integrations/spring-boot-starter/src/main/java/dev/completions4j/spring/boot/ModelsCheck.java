// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList;
import dev.completions4j.QueueFullException;
import dev.completions4j.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Checks the health of a client's server by listing its models, once and within a limited time. */
final class ModelsCheck {

    /** An executor of the application's that is busy must not make the check wait for long either. */
    private static final Duration TIME_FOR_CALLBACKS = Duration.ofSeconds(5);

    private final CompletionsClient client;
    private final CallOptions options;
    private final Duration patience;
    private final WaitingChecks waitingChecks;

    ModelsCheck(CompletionsClient client, Duration timeout, WaitingChecks waitingChecks) {
        this.client = client;
        this.waitingChecks = waitingChecks;
        patience = timeout.plus(TIME_FOR_CALLBACKS);
        options = CallOptions.builder()
                .timeout(Timeout.TOTAL, timeout)
                .maxAttempts(1)
                .build();
    }

    Result run() {
        CallOptions identified = waitingChecks.begin(options);
        CompletableFuture<ModelList> models = client.models(identified);
        try {
            return new Up(models.get(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .models()
                    .size());
        } catch (ExecutionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            boolean notSent = failure instanceof QueueFullException
                    || (failure instanceof CallTimeoutException && waitingChecks.endsWaiting(identified));
            return notSent ? new Unknown(failure) : new Down(failure);
        } catch (TimeoutException e) {
            return new Unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown(e);
        } finally {
            models.cancel(false);
            waitingChecks.endsWaiting(identified);
        }
    }

    /** What the check has found. */
    sealed interface Result {}

    /**
     * The server has answered.
     *
     * @param models how many models it lists
     */
    record Up(int models) implements Result {}

    /**
     * The server could not be reached, or its answer was an error.
     *
     * @param failure without secrets
     */
    record Down(Throwable failure) implements Result {}

    /**
     * The server was not asked, or its answer did not come through.
     *
     * @param failure without secrets
     */
    record Unknown(Throwable failure) implements Result {}
}
