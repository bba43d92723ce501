// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.spi.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends all requests of an input through a client, and writes each answer once, through crashes and restarts.
 *
 * <p><b>Output.</b> A file with a JSON object per line, as OpenAI's Batch API and vLLM's batch runner write it: {@code id},
 * {@code custom_id}, {@code response} with {@code status_code}, {@code request_id} and {@code body}, and {@code error}. An
 * error that the server answered is a response with its status; other errors have the properties {@code code} and
 * {@code message}, and no response.
 *
 * <p><b>Restart.</b> The output is also the journal: a run with the same output continues where an earlier one ended,
 * however that ended. A torn last line is cut off, requests whose id has an answer, errors included, are skipped, and the
 * others are sent. The output is locked during a run. The {@code id} of an answer contains a checksum of its request; if a
 * request with its {@code custom_id} differs, the run ends, since the output belongs to another input or to other parameters.
 *
 * <p><b>Pace.</b> The number of calls in flight grows as long as the server gets faster by it, and is halved when the server
 * or the client refuses calls. Retries, rate limits and the choice of the server are the client's; a call that has failed for
 * another reason than its request is sent again later. While no call succeeds, calls become rare, and after a
 * {@link Builder#patience} the run ends.
 *
 * <p><b>Memory</b> does not depend on the size of the input, except for about 25 bytes for each request, by which
 * duplicates are found.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchRunner {

    private final BatchSettings settings;

    private BatchRunner(BatchSettings settings) {
        this.settings = settings;
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a run, on a thread of its own.
     *
     * @return the run; problems with input and output are reported through it
     */
    public BatchRun start() {
        return BatchLoop.start(settings);
    }

    /**
     * Runs the batch and waits for its end. If the waiting thread is interrupted, the run is canceled.
     *
     * @return the report
     * @throws BatchException if the input, the output or the server failed
     * @throws InterruptedException if the thread was interrupted
     */
    public BatchReport run() throws InterruptedException {
        BatchRun run = start();
        CompletableFuture<BatchReport> report = run.report();
        try {
            return report.get();
        } catch (InterruptedException e) {
            run.cancel();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BatchException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }

    /**
     * A builder of runners. Client, input and output are required.
     *
     * <p>For every optional property, {@code null} restores the default. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private @Nullable CompletionsClient client;
        private CallOptions options = CallOptions.none();
        private @Nullable BatchInput input;
        private @Nullable String model;
        private @Nullable Path output;
        private boolean skipsChanged;
        private OutputFile.Opener opener = OutputFile.Opener.SYSTEM;
        private OutputOrder order = OutputOrder.COMPLETION;
        private boolean adaptive = true;
        private int maxConcurrency = 256;
        private int promptsPerRequest = 1;
        private @Nullable Long tokenBudget;
        private @Nullable Duration timeBudget;
        private Duration grace = Duration.ofSeconds(30);
        private Duration patience = Duration.ofMinutes(5);
        private BatchListener listener = progress -> {};
        private Duration interval = Duration.ofSeconds(1);
        private Scheduler scheduler = new SystemScheduler();

        private Builder() {}

        /**
         * Sets the client that sends the requests. Required.
         *
         * @param client the client, owned by the caller; its {@code maxInFlight} should not be less than the concurrency
         */
        public Builder client(CompletionsClient client) {
            this.client = client;
            return this;
        }

        /**
         * Sets the options of all calls.
         *
         * @param options null restores the default, none
         */
        public Builder callOptions(@Nullable CallOptions options) {
            this.options = options == null ? CallOptions.none() : options;
            return this;
        }

        /**
         * Sets the requests. Required.
         *
         * @param input the requests
         */
        public Builder input(BatchInput input) {
            this.input = input;
            return this;
        }

        /**
         * Sets the model of requests in a JSONL file whose body has none. Default: such requests get an error.
         *
         * @param model null restores the default
         */
        public Builder model(@Nullable String model) {
            this.model = model;
            return this;
        }

        /**
         * Sets the file for the answers. Required. If it exists, it must be the output of a run, which is continued.
         *
         * @param output the file; its directory must exist
         */
        public Builder output(Path output) {
            this.output = output;
            return this;
        }

        /**
         * Sets whether a request is skipped that the output has an answer to, even if it differs from the one that was
         * answered, in its prompt or in another property. Default: false, which ends the run with
         * {@link BatchReport.End#INPUT_CHANGED}.
         *
         * @param skipChanged whether changed requests keep their answers
         */
        public Builder skipChanged(boolean skipChanged) {
            this.skipsChanged = skipChanged;
            return this;
        }

        /**
         * Sets the order of the answers. Default: {@link OutputOrder#COMPLETION}.
         *
         * @param order null restores the default
         */
        public Builder outputOrder(@Nullable OutputOrder order) {
            this.order = order == null ? OutputOrder.COMPLETION : order;
            return this;
        }

        /**
         * Sets the highest number of calls in flight; the actual number adapts to the server. Default: 256.
         *
         * @param maxConcurrency a positive number
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxConcurrency(int maxConcurrency) {
            this.maxConcurrency = positive("maxConcurrency", maxConcurrency);
            this.adaptive = true;
            return this;
        }

        /**
         * Sets the number of calls in flight, which does not adapt to the server then; replaces {@link #maxConcurrency}.
         *
         * @param concurrency a positive number
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder fixedConcurrency(int concurrency) {
            this.maxConcurrency = positive("concurrency", concurrency);
            this.adaptive = false;
            return this;
        }

        /**
         * Sets how many neighboring requests travel as one request with several prompts, if they differ in nothing but
         * their prompt. Default: 1. A joined answer is dealt out to its requests. If the server rejects a joined request, or
         * fails it again and again, each is sent on its own, so that only the faulty one gets the error.
         *
         * <p>A server reports the usage of all prompts together. The body of a joined answer therefore has no {@code usage};
         * its response has the property {@code joint} instead, an object with the number of {@code prompts}, the
         * {@code index} of this one, and the {@code usage} of all.
         *
         * @param promptsPerRequest a positive number; calls in flight have so many prompts each
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder promptsPerRequest(int promptsPerRequest) {
            this.promptsPerRequest = positive("promptsPerRequest", promptsPerRequest);
            return this;
        }

        /**
         * Sets how many tokens, of prompts and completions together, a run may use. No request is sent when those in flight
         * are expected to use up the rest, by the average so far. Counts what the server reports: without usage in its
         * answers, there is no limit. Default: none.
         *
         * @param tokenBudget a positive number; null restores the default
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder tokenBudget(@Nullable Long tokenBudget) {
            if (tokenBudget != null && tokenBudget <= 0) {
                throw new IllegalArgumentException("tokenBudget is " + tokenBudget + "; it must be positive");
            }
            this.tokenBudget = tokenBudget;
            return this;
        }

        /**
         * Sets how long a run may send requests. Default: no limit.
         *
         * @param timeBudget a positive duration; null restores the default
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder timeBudget(@Nullable Duration timeBudget) {
            this.timeBudget = timeBudget == null ? null : positive("timeBudget", timeBudget);
            return this;
        }

        /**
         * Sets how long a run that has used up a budget waits for the calls in flight before it aborts them. Default: 30
         * seconds.
         *
         * @param grace a duration, possibly zero; null restores the default
         * @throws IllegalArgumentException if the duration is negative
         */
        public Builder grace(@Nullable Duration grace) {
            if (grace != null && grace.isNegative()) {
                throw new IllegalArgumentException("grace is " + grace + "; it must not be negative");
            }
            this.grace = grace == null ? Duration.ofSeconds(30) : grace;
            return this;
        }

        /**
         * Sets how long every call may fail before the run ends with {@link BatchReport.End#SERVER_FAILED}. Until then, calls
         * are tried again at growing intervals of up to 30 seconds. After ten failures in a row that time does not cure, such
         * as those of an invalid key or of an interceptor that throws, the run ends at once. Default: 5 minutes.
         *
         * @param patience a duration, possibly zero; null restores the default
         * @throws IllegalArgumentException if the duration is negative
         */
        public Builder patience(@Nullable Duration patience) {
            if (patience != null && patience.isNegative()) {
                throw new IllegalArgumentException("patience is " + patience + "; it must not be negative");
            }
            this.patience = patience == null ? Duration.ofMinutes(5) : patience;
            return this;
        }

        /**
         * Sets the listener, which receives the progress at an interval.
         *
         * @param listener the listener
         * @param interval the time between two snapshots, positive
         * @throws IllegalArgumentException if the interval is not positive
         */
        public Builder listener(BatchListener listener, Duration interval) {
            this.interval = positive("interval", interval);
            this.listener = listener;
            return this;
        }

        /**
         * Sets the clock and timer, mainly for tests. Default: the system's.
         *
         * @param scheduler null restores the default
         */
        public Builder scheduler(@Nullable Scheduler scheduler) {
            this.scheduler = scheduler == null ? new SystemScheduler() : scheduler;
            return this;
        }

        /** Sets how the output is opened, for tests. */
        Builder opener(OutputFile.Opener opener) {
            this.opener = opener;
            return this;
        }

        /**
         * Returns the runner.
         *
         * @throws IllegalStateException if client, input or output are not set
         */
        public BatchRunner build() {
            return new BatchRunner(new BatchSettings(
                    required("client", client),
                    options,
                    required("input", input),
                    model,
                    required("output", output),
                    skipsChanged,
                    opener,
                    order,
                    adaptive,
                    maxConcurrency,
                    promptsPerRequest,
                    tokenBudget,
                    timeBudget,
                    grace,
                    patience,
                    listener,
                    interval,
                    scheduler));
        }

        private static int positive(String name, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " is " + value + "; it must be positive");
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " is " + value + "; it must be positive");
            }
            return value;
        }

        private static <T> T required(String name, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException(name + " is not set; call " + name + "(…)");
            }
            return value;
        }
    }
}
