package dev.completions4j.transport.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves host names on threads of its own, since the JDK's resolver blocks and an event loop must not. Whoever asks
 * for a name that is being looked up waits for the same answer. Safe for use by any thread.
 */
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
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new HashMap<>();

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
    Future<List<SocketAddress>> resolve(String host, int port, EventExecutor executor) {
        Promise<List<SocketAddress>> addresses = executor.newPromise();
        var unused = lookUp(host).whenComplete((found, failure) -> {
            if (failure == null) {
                addresses.trySuccess(Arrays.stream(found)
                        .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                        .toList());
            } else {
                addresses.tryFailure(failure);
            }
        });
        return addresses;
    }

    /** Ends the threads; one that is stuck in a look-up ends with it. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private CompletableFuture<InetAddress[]> lookUp(String host) {
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        synchronized (underWay) {
            CompletableFuture<InetAddress[]> earlier = underWay.putIfAbsent(host, answer);
            if (earlier != null) {
                return earlier;
            }
        }
        threads.execute(() -> lookUp(host, answer));
        return answer;
    }

    private void lookUp(String host, CompletableFuture<InetAddress[]> answer) {
        try {
            InetAddress[] found = lookup.lookUp(host);
            forget(host);
            answer.complete(found);
        } catch (Throwable e) {
            forget(host);
            answer.completeExceptionally(e);
        }
    }

    /** Before the answer is given: who asks from then on gets one of their own. */
    private void forget(String host) {
        synchronized (underWay) {
            underWay.remove(host);
        }
    }
}
