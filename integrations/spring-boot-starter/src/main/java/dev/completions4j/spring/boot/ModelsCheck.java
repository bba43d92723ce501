// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.QueueFullException;
import dev.completions4j.Timeout;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Checks the health of a client's server by listing its models, once and within a limited time. */
final class ModelsCheck {

    private final CompletionsClient client;
    private final CallOptions options;

    ModelsCheck(CompletionsClient client, Duration timeout) {
        this.client = client;
        options = CallOptions.builder()
                .timeout(Timeout.TOTAL, timeout)
                .maxAttempts(1)
                .build();
    }

    Result run() {
        try {
            return new Up(client.models(options).get().models().size());
        } catch (ExecutionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            return failure instanceof QueueFullException ? new Unknown(failure) : new Down(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown(e);
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
     * The server was not asked.
     *
     * @param failure without secrets
     */
    record Unknown(Throwable failure) implements Result {}
}
