// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;

/**
 * Limits how much of a body is read after the end of its stream so that the connection can be reused. The connection of
 * a server that sends more, or takes longer, is closed.
 */
final class Linger {

    private static final int MAX_BYTES = 8 * 1024;
    private static final Duration MAX_TIME = Duration.ofMillis(250);

    private final Scheduler.Task timeout;
    private int bytesLeft = MAX_BYTES;

    /** @param onTimeout runs on the scheduler's thread */
    Linger(Scheduler scheduler, Runnable onTimeout) {
        timeout = scheduler.schedule(onTimeout, MAX_TIME);
    }

    /** Counts discarded bytes; returns false if the limit is exceeded. */
    boolean allows(int dropped) {
        bytesLeft -= dropped;
        return bytesLeft >= 0;
    }

    void end() {
        timeout.cancel();
    }
}
