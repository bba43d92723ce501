// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.QuietLog;
import dev.completions4j.core.Races;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verifies that a loop runs its task after every signal, on one thread at a time, even if the task throws. */
@ExtendWith(QuietLog.class)
class SerialLoopRaceTest {

    /** Three threads add work and signal it. */
    public static class Race {

        private final AtomicInteger noted = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicBoolean inside = new AtomicBoolean();
        private final SerialLoop loop = new SerialLoop(this::task);
        private int seen;
        private boolean overlapped;

        private void task() {
            if (!inside.compareAndSet(false, true)) {
                overlapped = true;
            }
            seen = noted.get();
            inside.set(false);
            if (failures.get() > 0) {
                failures.set(0);
                throw new NoSuchTask();
            }
        }

        @Operation
        public void signal() {
            noted.incrementAndGet();
            loop.signalAndRun();
        }

        @Operation
        public void signalThrowingTask() {
            failures.set(1);
            noted.incrementAndGet();
            loop.signalAndRun();
        }

        @Validate
        public void verify() {
            if (overlapped || seen != noted.get()) {
                throw new IllegalStateException("seen " + seen + " of " + noted.get() + ", overlapped: " + overlapped);
            }
        }
    }

    /** Has no stack trace, to keep logging cheap. */
    private static final class NoSuchTask extends Error {

        private static final long serialVersionUID = 1L;

        NoSuchTask() {
            super("thrown by a test", null, false, false);
        }
    }

    @Test
    @Tag("fuzz")
    void holdsOnConcurrentThreads() {
        Races.stress(Race.class);
    }

    /** Instrumenting the classes alone takes half a minute. */
    @Test
    @Tag("fuzz")
    @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
    void holdsInModelCheckedSchedules() {
        Races.modelCheck(Race.class);
    }

    @Test
    void aSignalInsideTheTaskRunsItAgainWithoutRecursion() {
        List<String> runs = new ArrayList<>();
        SerialLoop[] loop = new SerialLoop[1];
        loop[0] = new SerialLoop(() -> {
            runs.add("in");
            if (runs.size() < 6) {
                loop[0].signalAndRun();
            }
            runs.add("out");
        });
        loop[0].signalAndRun();

        assertThat(runs).containsExactly("in", "out", "in", "out", "in", "out", "in", "out");
    }
}
