// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.testkit.ManualTime;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;

/** Adapts {@link ManualTime} to Micrometer's clock. */
record ManualClock(ManualTime time) implements Clock {

    @Override
    public long wallTime() {
        return TimeUnit.NANOSECONDS.toMillis(time.nanoTime());
    }

    @Override
    public long monotonicTime() {
        return time.nanoTime();
    }
}
