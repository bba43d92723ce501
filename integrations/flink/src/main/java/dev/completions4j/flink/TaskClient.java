// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** The client of one task, from {@code open} to {@code close}. Thread-safe. */
final class TaskClient implements AutoCloseable {

    private final CompletionsClient client;
    private final CallOptions options;
    private final JoinedCalls joinedCalls;
    private volatile boolean closed;

    private TaskClient(CompletionsClient client, CallOptions options, JoinedCalls joinedCalls) {
        this.client = client;
        this.options = options;
        this.joinedCalls = joinedCalls;
    }

    /**
     * Creates the client of a task.
     *
     * @param description describes the client
     * @param timeout limits each call, retries included
     * @param metrics the group to report the calls to
     * @throws Exception if a secret cannot be read, or the client cannot be created
     */
    static TaskClient open(ClientDescription description, Duration timeout, MetricGroup metrics) throws Exception {
        JoinedCalls joinedCalls = new JoinedCalls();
        CompletionsClient.Builder builder =
                description.openBuilder().listener(new TaskMetrics(metrics)).listener(joinedCalls);
        description.customize(builder);
        CallOptions options =
                CallOptions.builder().timeout(Timeout.TOTAL, timeout).build();
        return new TaskClient(builder.build(), options, joinedCalls);
    }

    /** Requests a completion within the time limit of all calls. */
    CompletableFuture<Completion> complete(CompletionRequest request) {
        return client.complete(request, options);
    }

    /** Requests a completion with options of its own, which must limit its time. */
    CompletableFuture<Completion> complete(CompletionRequest request, CallOptions callOptions) {
        return client.complete(request, callOptions);
    }

    /** Returns the calls for several prompts, which listen to the client. */
    JoinedCalls joinedCalls() {
        return joinedCalls;
    }

    /**
     * Returns an action for the end of a call that does nothing once the task is being closed: its calls then end
     * because the client is closed, and must not be reported as failures of their records.
     *
     * @param action receives the result, or the failure
     */
    BiConsumer<@Nullable Completion, @Nullable Throwable> unlessClosed(
            BiConsumer<@Nullable Completion, @Nullable Throwable> action) {
        return (result, failure) -> {
            if (!closed) {
                action.accept(result, failure instanceof CompletionException ? failure.getCause() : failure);
            }
        };
    }

    /** Aborts the calls in flight, so that the server stops working for them. */
    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
