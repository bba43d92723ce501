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
 * Resolves host names before the client does, since a slow name server would block the client's threads without a
 * limit. The client then finds the result in the JVM's cache.
 */
final class NameResolver implements AutoCloseable {

    /** More than one, so that an unresponsive name server does not block other names. */
    private static final int MAX_THREADS = 4;

    /** An IP address, or an empty host. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]*|.*:.*");

    /** Looks up a name; may block. */
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
     * Resolves a host; immediately if it is an IP address, otherwise on another thread.
     *
     * @return empty if the host is an IP address; fails with an {@link UnknownHostException} if the host is unknown;
     *     cancelling it removes a queued lookup, so that abandoned ones do not accumulate behind an unresponsive name
     *     server
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

    /** Stops the threads; a blocked thread ends with its lookup. */
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
