// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts the threads of event loops: like {@link DaemonThreads}, but of the class that Netty caches buffers for.
 *
 * <p>Threads of that class always inherit from the thread that creates them. Each is therefore created by a thread that
 * has inherited nothing, and {@link #execute} does not wait for it, since an event loop may call it.
 */
final class EventLoopThreads implements Executor {

    private static final DaemonThreads STARTERS = new DaemonThreads("completions4j-netty-starter-");

    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    /** @param prefix prefix of the threads' names */
    EventLoopThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public void execute(Runnable eventLoop) {
        String name = prefix + made.incrementAndGet();
        STARTERS.newThread(() -> start(eventLoop, name)).start();
    }

    private static void start(Runnable eventLoop, String name) {
        Thread thread = new FastThreadLocalThread(eventLoop, name);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Throwable e) {
            // No further thread can be started, and Netty counts on this event loop.
            eventLoop.run();
        }
    }
}
