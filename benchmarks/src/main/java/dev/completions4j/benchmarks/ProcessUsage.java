// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * The resources that this process has used so far.
 *
 * @param wallNanos wall-clock time
 * @param cpuNanos CPU time of all threads, including JIT compiler and garbage collector
 * @param allocatedBytes bytes allocated on the heap; before Java 21, those of terminated threads are missing
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

    /** Returns the seconds spent in the JIT compiler. */
    static double compileSeconds() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1000.0;
    }

    static int threads() {
        return THREADS.getThreadCount();
    }

    /** Returns the heap bytes in use after garbage collection; collects until that frees nothing more. */
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

    /** Returns the bytes outside the heap that buffers hold. */
    static long directMemory() {
        long used = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            used += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        // Netty's allocator may bypass the JVM's counter, or use it.
        return Math.max(used, PlatformDependent.usedDirectMemory());
    }
}
