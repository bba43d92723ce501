// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Completion;
import dev.completions4j.FailedAttempt;
import dev.completions4j.Usage;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Records the calls of a task in the group {@code completions4j} of its metrics. Thread-safe.
 *
 * <p>Flink's own counters are not thread-safe; these are, because calls end on I/O threads.
 */
final class TaskMetrics implements CallListener.Factory {

    static final String GROUP = "completions4j";
    static final String CALLS = "calls";
    static final String CALLS_IN_FLIGHT = "callsInFlight";
    static final String CALLS_CANCELLED = "callsCancelled";
    static final String RETRIES = "retries";
    static final String FAILURES = "failures";
    static final String KIND = "kind";
    static final String PROMPT_TOKENS = "promptTokens";
    static final String COMPLETION_TOKENS = "completionTokens";
    static final String LATENCY = "latencyMs";

    /** The number of calls that the histogram describes. */
    private static final int WINDOW = 1000;

    private final MetricGroup group;
    private final Counter calls;
    private final Counter callsCancelled;
    private final Counter retries;
    private final Counter promptTokens;
    private final Counter completionTokens;
    private final Histogram latency;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();

    TaskMetrics(MetricGroup taskGroup) {
        group = taskGroup.addGroup(GROUP);
        calls = counter(group, CALLS);
        callsCancelled = counter(group, CALLS_CANCELLED);
        retries = counter(group, RETRIES);
        promptTokens = counter(group, PROMPT_TOKENS);
        completionTokens = counter(group, COMPLETION_TOKENS);
        latency = group.histogram(LATENCY, new DescriptiveStatisticsHistogram(WINDOW));
        group.<Integer, Gauge<Integer>>gauge(CALLS_IN_FLIGHT, inFlight::get);
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    @Override
    public CallListener onCall(CallInfo call) {
        calls.inc();
        inFlight.incrementAndGet();
        return new MeasuredCall(System.nanoTime());
    }

    private void failed(String kind) {
        failures.computeIfAbsent(kind, each -> counter(group.addGroup(KIND, each), FAILURES))
                .inc();
    }

    private final class MeasuredCall implements CallListener {

        private final long start;

        MeasuredCall(long start) {
            this.start = start;
        }

        @Override
        public void onRetry(FailedAttempt failed) {
            retries.inc();
        }

        @Override
        public void onEnd(CallResult result) {
            inFlight.decrementAndGet();
            latency.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            switch (result.outcome()) {
                case COMPLETED -> {}
                case CANCELLED -> callsCancelled.inc();
                case FAILED -> {
                    Throwable failure = result.failure();
                    failed(failure == null ? Failure.OTHER : Failure.of(failure).kind());
                }
            }
            countTokens(result.completion());
        }

        private void countTokens(@Nullable Completion completion) {
            Usage usage = completion == null ? null : completion.usage();
            if (usage != null) {
                promptTokens.inc(usage.promptTokens());
                completionTokens.inc(usage.completionTokens());
            }
        }
    }
}
