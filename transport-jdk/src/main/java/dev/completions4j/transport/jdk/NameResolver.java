// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Resolves host names before the client does, since a slow name server would block the client's threads without a
 * limit. The client then finds the result in the JVM's cache. Concurrent requests for the same name share one lookup.
 * Safe for use by any thread.
 */
final class NameResolver {

    /**
     * Maximum number of threads. A lookup at an unresponsive name server blocks one thread; other names wait only if
     * all threads are blocked.
     */
    static final int MAX_THREADS = 16;

    private static final Duration IDLE_TIME = Duration.ofSeconds(5);

    /** The JVM's resolver, shared by all transports of the process. */
    static final NameResolver JVM = new NameResolver(InetAddress::getAllByName);

    /** Looks up a name; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final LookupThreads threads = new LookupThreads(MAX_THREADS, IDLE_TIME);
    private final Map<String, CompletableFuture<List<InetAddress>>> pending = new HashMap<>();

    NameResolver(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Resolves a host; immediately if it is an IP address, otherwise on another thread.
     *
     * @param executor completes the future of a lookup
     * @return empty if the host is an IP address; fails with an {@link UnknownHostException} if the host is unknown;
     *     cancelling it does not affect other requests for the name
     */
    CompletableFuture<List<InetAddress>> resolve(String host, Executor executor) {
        if (isAddress(host)) {
            return CompletableFuture.completedFuture(List.of());
        }
        return find(host).thenApplyAsync(Function.identity(), executor);
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || isDigitsAndDots(host);
    }

    private static boolean isDigitsAndDots(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private CompletableFuture<List<InetAddress>> find(String host) {
        CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
        synchronized (pending) {
            CompletableFuture<List<InetAddress>> earlier = pending.putIfAbsent(host, result);
            if (earlier != null) {
                return earlier;
            }
        }
        try {
            threads.execute(() -> lookUp(host, result));
        } catch (Throwable noThread) {
            forget(host);
            result.completeExceptionally(noThread);
        }
        return result;
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> result) {
        List<InetAddress> found;
        try {
            found = List.of(lookup.lookUp(host));
        } catch (Throwable unknown) {
            forget(host);
            result.completeExceptionally(unknown);
            return;
        }
        forget(host);
        result.complete(found);
    }

    /** Removes a lookup before its result is published, so that later requests start a new one. */
    private void forget(String host) {
        synchronized (pending) {
            pending.remove(host);
        }
    }
}
