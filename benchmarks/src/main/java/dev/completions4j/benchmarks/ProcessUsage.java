// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process has used up to now.
 *
 * @param wallNanos on the clock
 * @param cpuNanos of all its threads, the compiler's and the collector's included
 * @param allocatedBytes on the heap; before Java 21, those of threads that have ended are missing
 */
record ProcessUsage(long wallNanos, long cpuNanos, long allocatedBytes) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MAX_COLLECTIONS = 8;

    static ProcessUsage now() {
        return new ProcessUsage(System.nanoTime(), SYSTEM.getProcessCpuTime(), totalAllocatedBytes());
    }

    ProcessUsage since(ProcessUsage start) {
        return new ProcessUsage(
                wallNanos - start.wallNanos, cpuNanos - start.cpuNanos, allocatedBytes - start.allocatedBytes);
    }

    private static long totalAllocatedBytes() {
        try {
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
        } catch (ReflectiveOperationException beforeJava21) {
            long total = 0;
            for (long allocated : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
                total += Math.max(0, allocated);
            }
            return total;
        }
    }

    /** The seconds that the just-in-time compiler has worked. */
    static double compiling() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1000.0;
    }

    static int threads() {
        return THREADS.getThreadCount();
    }

    /** The bytes of the heap that are in use after a collection; collects until that frees nothing more. */
    static long heapInUse() {
        long used = collect();
        for (int i = 1; i < MAX_COLLECTIONS; i++) {
            long before = used;
            used = collect();
            if (used > before - before / 200) {
                break;
            }
        }
        return used;
    }

    private static long collect() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The bytes outside the heap that buffers hold. */
    static long directMemory() {
        long used = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            used += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        // Netty's allocator may go past the JVM's counter, or through it.
        return Math.max(used, PlatformDependent.usedDirectMemory());
    }
}
