package dev.completions4j.transport.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Resolves host names on threads of its own, since the JDK's resolver blocks and an event loop must not. */
final class NameResolver implements AutoCloseable {

    /** More than one, so that a name whose servers are silent does not hold up the others. */
    private static final int MAX_THREADS = 4;

    /** Looks a name up; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final ThreadPoolExecutor threads;

    NameResolver(Lookup lookup) {
        this.lookup = lookup;
        this.threads = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DaemonThreads("completions4j-netty-dns-"));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Finds the addresses of a host.
     *
     * @param executor tells the listeners of the future
     * @return at least one address, in the order in which to try them
     */
    Future<List<InetAddress>> resolve(String host, EventExecutor executor) {
        Promise<List<InetAddress>> addresses = executor.newPromise();
        threads.execute(() -> {
            if (addresses.isCancelled()) {
                return;
            }
            try {
                addresses.trySuccess(List.of(lookup.lookUp(host)));
            } catch (UnknownHostException | RuntimeException e) {
                addresses.tryFailure(e);
            }
        });
        return addresses;
    }

    /** Ends the threads; one that is stuck in a look-up ends with it. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
