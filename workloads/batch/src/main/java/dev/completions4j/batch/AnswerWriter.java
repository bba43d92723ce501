// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.spi.Scheduler;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes answers to the output, and counts those that are written. Used by the run's thread. */
final class AnswerWriter implements Closeable {

    /** How often the output is forced to the disk. */
    private static final long FORCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final OutputFile output;
    private final Answers answers;
    private final ProgressMeter meter;
    private final Scheduler clock;
    private long forcedAt;

    AnswerWriter(OutputFile output, Answers answers, ProgressMeter meter, Scheduler clock) {
        this.output = output;
        this.answers = answers;
        this.meter = meter;
        this.clock = clock;
        forcedAt = clock.nanoTime();
    }

    /** Writes the answers that are there. */
    void write() throws OutputException {
        List<Answer> written = new ArrayList<>();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            output.add(answer.line());
            written.add(answer);
        }
        if (written.isEmpty()) {
            return;
        }
        output.flush();
        written.forEach(meter::onWritten);
        long now = clock.nanoTime();
        if (now - forcedAt >= FORCE_NANOS) {
            forcedAt = now;
            output.force();
        }
    }

    /** Writes the answers that wait for earlier ones, which will not arrive. */
    void writeRest() throws OutputException {
        answers.complete();
        write();
    }

    /** Makes the written answers survive a power failure. */
    void force() throws OutputException {
        output.force();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
