// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The resources that closed clients must not leave behind: connections, and threads started since this object was
 * created.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOMENTS = 100;
    private static final String OURS = "completions4j-";
    private static final String SERVERS = "completions4j-loopback-";

    private final Set<Thread> before = liveThreads();

    /** Waits until no resources remain, with a bound. */
    void assertNone(LoopbackServer server) {
        try {
            assertNoConnection(server);
            assertNoThread();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while clients close", e);
        }
    }

    /** Before Java 21, the JDK's client closes idle connections when it is garbage collected. */
    private static void assertNoConnection(LoopbackServer server) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!server.awaitNoConnections(Duration.ofMillis(100))) {
            assertThat(System.nanoTime() - deadline)
                    .as("Nanoseconds past the deadline for connections to end")
                    .isNegative();
            System.gc();
        }
    }

    private void assertNoThread() throws InterruptedException {
        for (Optional<Thread> left = anyThread(); left.isPresent(); left = anyThread()) {
            Thread thread = left.get();
            // In many short waits, because the time in which a machine was suspended counts too.
            for (int i = 0; i < MOMENTS && thread.isAlive(); i++) {
                thread.join(PATIENCE.toMillis() / MOMENTS);
            }
            assertThat(thread.getStackTrace())
                    .as("The stack of the thread %s, which outlives its client", thread.getName())
                    .isEmpty();
        }
    }

    private Optional<Thread> anyThread() {
        return liveThreads().stream()
                .filter(thread -> thread.getName().startsWith(OURS)
                        && !thread.getName().startsWith(SERVERS)
                        && !before.contains(thread))
                .findAny();
    }

    /** Returns the platform threads that are alive; unlike {@link Thread#getAllStackTraces}, it stops none of them. */
    private static Set<Thread> liveThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 1];
        int count = root.enumerate(threads);
        // A full array may lack threads that started meanwhile.
        while (count == threads.length) {
            threads = new Thread[2 * threads.length];
            count = root.enumerate(threads);
        }
        return Set.of(Arrays.copyOf(threads, count));
    }
}
