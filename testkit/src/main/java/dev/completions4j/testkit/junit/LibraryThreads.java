// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.junit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The running threads of this library, identified by name, without those that all transports share. */
final class LibraryThreads {

    private static final String PREFIX = "completions4j-";
    /** Prefixes of the threads that resolve host names, which idle for a while after their transport was closed. */
    private static final List<String> SHARED = List.of(PREFIX + "jdk-dns", PREFIX + "netty-dns-");
    /** Threads that are stopped or idle end within a second; the rest is for busy machines. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Set<Thread> threads;

    private LibraryThreads(Set<Thread> threads) {
        this.threads = threads;
    }

    static LibraryThreads running() {
        return new LibraryThreads(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> isOwned(thread.getName()))
                .collect(Collectors.toSet()));
    }

    private static boolean isOwned(String name) {
        return name.startsWith(PREFIX) && SHARED.stream().noneMatch(name::startsWith);
    }

    /**
     * Waits for the threads that were started since then to end.
     *
     * @throws AssertionError if one does not
     */
    void verifyNoneStarted() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (Thread thread : running().threads) {
            if (!threads.contains(thread) && !endsBefore(deadline, thread)) {
                throw new AssertionError("The test left the thread " + thread.getName() + " running; close the client,"
                        + " server or transport that started it");
            }
        }
    }

    private static boolean endsBefore(long deadline, Thread thread) {
        try {
            // At least a millisecond: zero would wait forever.
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
