// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The resources of the JVM while no call is in flight.
 *
 * @param calls the number of calls so far
 * @param heap the bytes that remain after a garbage collection
 * @param descriptors the number of open files and sockets; 0 where the system does not report it
 * @param direct the bytes of direct buffers, including Netty's
 */
record Sample(Duration at, long calls, long heap, int threads, long descriptors, long direct) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int COLLECTIONS = 3;
    private static final long PATIENCE_MILLIS = 30_000;

    static Sample take(Duration at, long calls) throws InterruptedException {
        // Cleaners run after a collection; the next one collects what they release.
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
        }
        return new Sample(
                at,
                calls,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openDescriptors(),
                directBytes());
    }

    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> sentinel = new WeakReference<>(new Object(), collected);
        System.gc();
        if (collected.remove(PATIENCE_MILLIS) != sentinel) {
            throw new AssertionError("No garbage was collected; allow System.gc() in the JVM of the tests");
        }
    }

    private static long openDescriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long directBytes() {
        long jdks = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return jdks + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    @Override
    public String toString() {
        return "%6d s %9d calls %8.1f MiB of heap %5d threads %5d descriptors %8.1f MiB of direct memory"
                .formatted(at.toSeconds(), calls, mebibytes(heap), threads, descriptors, mebibytes(direct));
    }

    private static double mebibytes(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }
}
