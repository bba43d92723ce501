// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Resolves the names of hosts before the client does, which would block its threads, without limit, until a silent
 * name server answers.
 *
 * <p>What it finds the client finds again in the JVM's cache.
 */
final class NameResolver implements AutoCloseable {

    /** More than one, so that a name whose servers are silent does not hold up the others. */
    private static final int MAX_THREADS = 4;

    /** Or nothing at all. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]*|.*:.*");

    /** Looks a name up; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MAX_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), NameResolver::newThread);

    NameResolver(Lookup lookup) {
        this.lookup = lookup;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Finds the addresses of a host, at once if it is an address itself, on the executor otherwise.
     *
     * @return empty if the host is an address; fails with an {@link UnknownHostException} if there is no such host; cancelling it takes a look-up back
     *     that has not begun, so that those of abandoned exchanges do not pile up behind a silent name server
     */
    CompletableFuture<List<InetAddress>> resolve(String host, Executor executor) {
        if (ADDRESS.matcher(host).matches()) {
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<InetAddress>> lookedUp = CompletableFuture.supplyAsync(() -> lookUp(host), threads);
        CompletableFuture<List<InetAddress>> resolved = lookedUp.thenApplyAsync(Function.identity(), executor);
        var unused = resolved.whenComplete((done, thrown) -> lookedUp.cancel(false));
        return resolved;
    }

    /** Ends the threads; one that is stuck in a look-up ends with it. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> lookUp(String host) {
        try {
            return List.of(lookup.lookUp(host));
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        }
    }

    private static Thread newThread(Runnable loop) {
        Thread thread = new Thread(loop, "completions4j-jdk-dns");
        thread.setDaemon(true);
        return thread;
    }
}
