// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts what happens in a run. Used by one thread. */
final class ProgressMeter {

    private static final int REJECTIONS_KEPT = 100;

    /** Rates are those since the oldest snapshot kept. */
    private static final int SNAPSHOTS_KEPT = 10;

    private record Snapshot(long nanos, long answered, long tokens, long weight) {}

    private final long startedAt;
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();
    private final List<RejectedRequest> rejections = new ArrayList<>();

    private long succeeded;
    private long failed;
    private long skipped;
    private long rejected;
    private long promptTokens;
    private long completionTokens;
    private long weight;
    private @Nullable Long totalWeight;

    ProgressMeter(long now) {
        startedAt = now;
        snapshots.add(new Snapshot(now, 0, 0, 0));
    }

    void onSize(long total) {
        totalWeight = total;
    }

    void onUsage(@Nullable Usage usage) {
        if (usage != null) {
            promptTokens += usage.promptTokens();
            completionTokens += usage.completionTokens();
        }
    }

    void onWritten(Answer answer) {
        if (answer.isSuccess()) {
            succeeded++;
        } else {
            failed++;
        }
        weight += answer.weight();
    }

    void onSkipped(long skippedWeight) {
        skipped++;
        weight += skippedWeight;
    }

    void onRejected(long rejectedWeight, RejectedRequest request) {
        rejected++;
        weight += rejectedWeight;
        if (rejections.size() < REJECTIONS_KEPT) {
            rejections.add(request);
        }
    }

    void onBlank(long blankWeight) {
        weight += blankWeight;
    }

    /** Returns the number of answers that were written. */
    long answered() {
        return succeeded + failed;
    }

    BatchCounts counts() {
        return new BatchCounts(succeeded, failed, skipped, rejected);
    }

    BatchTokens tokens() {
        return new BatchTokens(promptTokens, completionTokens);
    }

    BatchReport report(BatchReport.End end, long now) {
        return new BatchReport(end, counts(), tokens(), Duration.ofNanos(now - startedAt), rejections);
    }

    BatchProgress progress(int inFlight, int concurrency, long now) {
        Snapshot latest = new Snapshot(now, answered(), tokens().total(), weight);
        Snapshot oldest = snapshots.size() < SNAPSHOTS_KEPT ? snapshots.getFirst() : snapshots.removeFirst();
        snapshots.addLast(latest);
        double seconds = Math.max(1, latest.nanos() - oldest.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        return new BatchProgress(
                counts(),
                tokens(),
                inFlight,
                concurrency,
                Duration.ofNanos(now - startedAt),
                (latest.answered() - oldest.answered()) / seconds,
                (latest.tokens() - oldest.tokens()) / seconds,
                fraction(),
                remaining((latest.weight() - oldest.weight()) / seconds));
    }

    private @Nullable Double fraction() {
        Long total = totalWeight;
        if (total == null) {
            return null;
        }
        // A file may grow while it is read.
        return total == 0 ? 1.0 : Math.min(1.0, (double) weight / total);
    }

    private @Nullable Duration remaining(double weightPerSecond) {
        Long total = totalWeight;
        if (total == null || weightPerSecond <= 0) {
            return null;
        }
        return Duration.ofMillis((long) (Math.max(0, total - weight) / weightPerSecond * 1000));
    }
}
