// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes Netty report the buffers that a test class has leaked, which it does on the next allocation after their collection.
 *
 * <p>Such a report fails the build.
 */
public final class LeakReport implements AfterAllCallback {

    private static final int COLLECTIONS = 2;
    private static final int ALLOCATIONS = 64;
    private static final long PATIENCE_MILLIS = 10_000;

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
        }
        for (int i = 0; i < ALLOCATIONS; i++) {
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
    }

    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> sentinel = new WeakReference<>(new Object(), collected);
        System.gc();
        if (collected.remove(PATIENCE_MILLIS) != sentinel) {
            throw new AssertionError("No garbage was collected; enable System.gc() in the JVM of the tests");
        }
    }
}
