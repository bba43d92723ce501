// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.batch.BatchCounts;
import dev.completions4j.batch.BatchListener;
import dev.completions4j.batch.BatchProgress;
import dev.completions4j.batch.RejectedRequest;
import dev.completions4j.cli.terminal.Bar;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.StandardStream;
import dev.completions4j.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lists rejected lines as they are found, and knows how far the batch has come. Safe for use by multiple threads.
 */
final class Progress implements BatchListener {

    /** An input in another format has nothing but rejected lines. */
    private static final int REJECTIONS_LISTED = 20;

    private final Terminal terminal;
    private final AtomicReference<String> text = new AtomicReference<>("starting");
    private final AtomicLong rejections = new AtomicLong();

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Returns the latest progress, in one line. */
    String text() {
        return text.get();
    }

    @Override
    public void onProgress(BatchProgress progress) {
        text.set(text(progress, terminal.isTerminal(StandardStream.ERROR)));
    }

    @Override
    public void onRejected(RejectedRequest rejected) {
        long count = rejections.incrementAndGet();
        if (count <= REJECTIONS_LISTED) {
            terminal.note(
                    "completions: line " + rejected.number() + " is rejected: " + Cells.printable(rejected.message()));
        } else if (count == REJECTIONS_LISTED + 1) {
            terminal.note("completions: further rejected lines are counted, but not listed");
        }
    }

    /** @param hasBar whether the text begins with a bar, if the size of the input is known */
    static String text(BatchProgress progress, boolean hasBar) {
        StringBuilder text = new StringBuilder();
        Double fraction = progress.fraction();
        if (fraction != null) {
            text.append(hasBar ? Bar.text(fraction) + " " : "")
                    .append((int) (fraction * 100))
                    .append(" %, ");
        }
        BatchCounts counts = progress.counts();
        text.append(counts.succeeded() + counts.failed()).append(" answered");
        append(text, counts.failed(), " failed");
        append(text, counts.skipped(), " skipped");
        append(text, counts.rejected(), " rejected");
        text.append(String.format(
                Locale.ROOT,
                ", %.1f/s, %d tokens, %d in flight",
                progress.requestsPerSecond(),
                progress.tokens().total(),
                progress.inFlight()));
        Duration remaining = progress.remaining();
        if (remaining != null) {
            text.append(", ").append(clock(remaining)).append(" left");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(what);
        }
    }

    /** Returns a text such as {@code 0:07} or {@code 26:00:59}. */
    private static String clock(Duration duration) {
        return duration.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart())
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        duration.toHours(),
                        duration.toMinutesPart(),
                        duration.toSecondsPart());
    }
}
