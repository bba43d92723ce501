// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Resolves host names on separate threads, since the JDK's resolver blocks. Concurrent requests for the same name share
 * one lookup. Safe for use by any thread.
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
    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new HashMap<>();

    NameResolver(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Resolves a host. The future for an IP address is already completed.
     *
     * @param executor notifies the listeners of the future
     * @return at least one address, in the order in which to try them
     */
    Future<List<SocketAddress>> resolve(String host, int port, EventExecutor executor) {
        Promise<List<SocketAddress>> addresses = executor.newPromise();
        var unused = find(host).whenComplete((found, failure) -> {
            if (failure == null) {
                addresses.trySuccess(found.stream()
                        .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                        .toList());
            } else {
                addresses.tryFailure(failure);
            }
        });
        return addresses;
    }

    private CompletableFuture<List<InetAddress>> find(String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return address(host);
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        synchronized (underWay) {
            CompletableFuture<List<InetAddress>> earlier = underWay.putIfAbsent(host, answer);
            if (earlier != null) {
                return earlier;
            }
        }
        try {
            threads.execute(() -> lookUp(host, answer));
        } catch (Throwable e) {
            // No thread can be started.
            forget(host);
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** Returns whether the host is an IP address, with or without a zone, which the JVM parses without a lookup. */
    private static CompletableFuture<List<InetAddress>> address(String literal) {
        try {
            return CompletableFuture.completedFuture(List.of(InetAddress.getAllByName(literal)));
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
        List<InetAddress> found;
        try {
            found = List.of(lookup.lookUp(host));
            if (found.isEmpty()) {
                throw new UnknownHostException(host);
            }
        } catch (Throwable e) {
            forget(host);
            answer.completeExceptionally(e);
            return;
        }
        forget(host);
        answer.complete(found);
    }

    /** Removes a lookup before its result is published, so that later requests start a new one. */
    private void forget(String host) {
        synchronized (underWay) {
            underWay.remove(host);
        }
    }
}
