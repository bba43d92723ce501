// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Completion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Requests a completion for each record.
 *
 * <p>Each task has one client, which it creates in {@code open} and closes in {@code close}; when a task is cancelled,
 * its calls are aborted at the server. A call that fails does not fail the job: its record gets a {@link Failure},
 * unless {@link Builder#failJobOn} says otherwise.
 *
 * <p>Use it with {@link CompletionStreams}, which separates answers from failures. Serializable as long as its request
 * factory is.
 *
 * <p>After a failure of the job, Flink repeats the calls of records that were in flight at the last checkpoint, and of
 * those read since. Their answers reach an exactly-once sink once, but the server may have been asked more often.
 *
 * @param <T> the type of the records
 * @since 0.1.0
 */
public final class CompletionsAsyncFunction<T> extends RichAsyncFunction<T, CompletionResult<T>> {

    private static final long serialVersionUID = 1L;

    private final ClientDescription description;
    private final RequestFactory<T> requests;
    private final int capacity;
    private final Duration timeout;
    private final FailurePredicate failJobOn;

    private transient @Nullable TaskClient client;
    private transient @Nullable Map<ResultFuture<CompletionResult<T>>, CompletableFuture<Completion>> calls;

    private CompletionsAsyncFunction(Builder<T> builder, ClientDescription description, RequestFactory<T> requests) {
        this.description = description;
        this.requests = requests;
        capacity = builder.capacity;
        timeout = builder.timeout;
        failJobOn = builder.failJobOn;
    }

    /**
     * Returns a new builder.
     *
     * @param <T> the type of the records
     */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** Returns the maximum number of records in flight per task. */
    int capacity() {
        return capacity;
    }

    /** Returns the time limit of a record, retries included. */
    Duration timeout() {
        return timeout;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        calls = new ConcurrentHashMap<>();
        client = TaskClient.open(description, timeout, getRuntimeContext().getMetricGroup());
    }

    @Override
    public void asyncInvoke(T input, ResultFuture<CompletionResult<T>> result) throws Exception {
        TaskClient opened = Objects.requireNonNull(client);
        CompletableFuture<Completion> call = opened.complete(requests.request(input));
        inFlight().put(result, call);
        var unused = call.whenComplete(opened.unlessClosed((completion, failure) -> {
            inFlight().remove(result);
            end(input, completion, failure, result);
        }));
    }

    /** Ends the record in any case: an exception must not leave it in flight for good. */
    private void end(
            T input,
            @Nullable Completion completion,
            @Nullable Throwable failure,
            ResultFuture<CompletionResult<T>> result) {
        try {
            if (completion != null) {
                result.complete(List.of(new CompletionResult<>(input, Answer.of(completion), null)));
            } else if (failure != null) {
                fail(input, Failure.of(failure), failure, result);
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void timeout(T input, ResultFuture<CompletionResult<T>> result) {
        CompletableFuture<Completion> call = inFlight().remove(result);
        Failure failure = new Failure(
                Failure.TIMEOUT,
                "The operator's timeout elapsed before the call ended; increase it, or the capacity of the server",
                null,
                1);
        fail(input, failure, new IllegalStateException(failure.message()), result);
        if (call != null) {
            call.cancel(false);
        }
    }

    private void fail(T input, Failure failure, Throwable cause, ResultFuture<CompletionResult<T>> result) {
        if (failJobOn.test(failure)) {
            result.completeExceptionally(cause);
        } else {
            result.complete(List.of(new CompletionResult<>(input, null, failure)));
        }
    }

    private Map<ResultFuture<CompletionResult<T>>, CompletableFuture<Completion>> inFlight() {
        return Objects.requireNonNull(calls);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return "CompletionsAsyncFunction[" + description + ", capacity=" + capacity + ", timeout=" + timeout + "]";
    }

    /**
     * A builder of functions. Not safe for use by multiple threads.
     *
     * @param <T> the type of the records
     */
    public static final class Builder<T> {

        private @Nullable ClientDescription client;
        private @Nullable RequestFactory<T> requests;
        private int capacity = 100;
        private Duration timeout = Duration.ofMinutes(10);
        private FailurePredicate failJobOn = failure -> false;

        private Builder() {}

        /** Sets the description of the client; required. */
        public Builder<T> client(ClientDescription client) {
            this.client = client;
            return this;
        }

        /** Sets the factory of the requests; required. */
        public Builder<T> request(RequestFactory<T> requests) {
            this.requests = requests;
            return this;
        }

        /**
         * Sets the maximum number of records in flight per task; when it is reached, the stream is backpressured.
         * Default: 100.
         *
         * @param capacity a positive number
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder<T> capacity(int capacity) {
            if (capacity < 1) {
                throw new IllegalArgumentException("capacity is " + capacity + "; it must be positive");
            }
            this.capacity = capacity;
            return this;
        }

        /**
         * Sets the time limit of a record, retries included. Default: 10 minutes.
         *
         * @param timeout a positive duration
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder<T> timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout is " + timeout + "; it must be positive");
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * Sets which failures fail the job instead of becoming results, such as those that affect every record.
         * Default: none.
         *
         * @param failures selects the failures
         */
        public Builder<T> failJobOn(FailurePredicate failures) {
            failJobOn = failures;
            return this;
        }

        /**
         * Returns the function.
         *
         * @throws IllegalStateException if the client or the request factory is not set
         */
        public CompletionsAsyncFunction<T> build() {
            if (client == null) {
                throw new IllegalStateException("client is not set; call client(…) with a ClientDescription");
            }
            if (requests == null) {
                throw new IllegalStateException(
                        "request is not set; call request(…) with a function that creates the request of a record");
            }
            return new CompletionsAsyncFunction<>(this, client, requests);
        }
    }
}
