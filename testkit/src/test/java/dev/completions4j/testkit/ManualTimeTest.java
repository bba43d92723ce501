// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private final ManualTime time = new ManualTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsTasksInOrderEachAtItsOwnTime() {
        time.schedule(() -> ran.add("later at " + time.nanoTime()), Duration.ofNanos(20));
        time.schedule(() -> ran.add("first at " + time.nanoTime()), Duration.ofNanos(10));
        time.schedule(() -> ran.add("second at " + time.nanoTime()), Duration.ofNanos(10));
        time.schedule(() -> ran.add("not yet"), Duration.ofNanos(31));

        time.advance(Duration.ofNanos(30));

        assertThat(ran).containsExactly("first at 10", "second at 10", "later at 20");
        assertThat(time.nanoTime()).isEqualTo(30);
        assertThat(time.pendingTasks()).isEqualTo(1);
    }

    @Test
    void runsDueTasksScheduledByTasks() {
        time.schedule(
                () -> time.schedule(() -> ran.add("inner at " + time.nanoTime()), Duration.ofNanos(5)),
                Duration.ofNanos(10));

        time.advance(Duration.ofNanos(20));

        assertThat(ran).containsExactly("inner at 15");
    }

    @Test
    void runsNothingBeforeItIsAdvanced() {
        time.schedule(() -> ran.add("due"), Duration.ZERO);
        assertThat(ran).isEmpty();

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("due");
    }

    @Test
    void runsNoCancelledTask() {
        Scheduler.Task task = time.schedule(() -> ran.add("never"), Duration.ofNanos(1));
        task.cancel();
        task.cancel();

        time.advance(Duration.ofNanos(2));

        assertThat(ran).isEmpty();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void aDelayWithoutLimitIsNotDue() {
        time.advance(Duration.ofSeconds(1));
        time.schedule(() -> ran.add("never"), Duration.ofSeconds(Long.MAX_VALUE));

        time.advance(Duration.ofMillis(1));

        assertThat(ran).isEmpty();
        assertThat(time.pendingTasks()).isEqualTo(1);
    }

    @Test
    void aStepWithoutLimitRunsWhatIsScheduled() {
        time.advance(Duration.ofSeconds(1));
        time.schedule(() -> ran.add("due"), Duration.ofDays(1));

        time.advance(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(ran).containsExactly("due");
        assertThat(time.nanoTime()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void rejectsNegativeSteps() {
        assertThatThrownBy(() -> time.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step is PT-0.000000001S; it must not be negative");
    }
}
