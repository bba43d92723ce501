// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;

/** Provides an allocator of the type of Netty's default one, which depends on its version and on a system property. */
final class OwnAllocator {

    private static WeakReference<ByteBufAllocator> last = new WeakReference<>(null);

    private OwnAllocator() {}

    /**
     * Returns the last allocator that was created, or a new one after the garbage collector has released that. A new one
     * each time could exhaust the direct memory before a collection, since direct buffers cause none by themselves.
     */
    static synchronized ByteBufAllocator get() {
        ByteBufAllocator allocator = last.get();
        if (allocator == null) {
            allocator = create();
            last = new WeakReference<>(allocator);
        }
        return allocator;
    }

    /**
     * Creates an allocator. The static initializers of Netty's buffers run on a thread that ends at once: they store a
     * thread local, which on the caller's thread would keep Netty's class loader alive after an application server has
     * stopped the application.
     */
    private static ByteBufAllocator create() {
        Thread thread = new DaemonThreads("completions4j-netty-init-").newThread(OwnAllocator::ofDefaultType);
        thread.setUncaughtExceptionHandler((ended, failure) -> {
            // The caller gets it next.
        });
        thread.start();
        awaitEnd(thread);
        return ofDefaultType();
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ByteBufAllocator ofDefaultType() {
        if (ByteBufAllocator.DEFAULT instanceof AdaptiveByteBufAllocator) {
            return new AdaptiveByteBufAllocator();
        }
        if (ByteBufAllocator.DEFAULT instanceof PooledByteBufAllocator pooled) {
            return new PooledByteBufAllocator(pooled.isDirectBufferPooled());
        }
        return ByteBufAllocator.DEFAULT;
    }
}
