// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Decides when signals are due. */
interface Pacing {

    /** Starts the clock of one exchange. */
    Clock start();

    /** The time since the request was sent. */
    interface Clock {

        boolean isDue(RecordedSignal signal);

        /** Runs the action when the signal is due. */
        void whenDue(RecordedSignal signal, Runnable action);
    }

    /** Returns a pacing with which everything is due immediately. */
    static Pacing none() {
        return () -> new Clock() {
            @Override
            public boolean isDue(RecordedSignal signal) {
                return true;
            }

            @Override
            public void whenDue(RecordedSignal signal, Runnable action) {
                throw new IllegalStateException("Everything is due");
            }
        };
    }

    /** Returns a pacing with which each signal is due at its recorded time. */
    static Pacing by(Scheduler time) {
        return () -> new Clock() {
            private final long start = time.nanoTime();

            @Override
            public boolean isDue(RecordedSignal signal) {
                return nanosUntil(signal) <= 0;
            }

            @Override
            public void whenDue(RecordedSignal signal, Runnable action) {
                var unused = time.schedule(action, Duration.ofNanos(nanosUntil(signal)));
            }

            private long nanosUntil(RecordedSignal signal) {
                return start + TimeUnit.MICROSECONDS.toNanos(signal.micros()) - time.nanoTime();
            }
        };
    }
}
