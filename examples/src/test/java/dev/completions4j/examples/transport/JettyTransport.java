// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.transport;

import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A transport for HTTP/1.1 over Jetty's client, which supports demand. */
final class JettyTransport implements Transport {

    static final String THREADS = "completions4j-jetty";

    private static final TransportInfo INFO = new TransportInfo("jetty", Set.of("HTTP/1.1"), Set.of());
    private static final int MAX_CONNECTIONS = 1000;
    private static final int MAX_THREADS = 16;

    private final Duration connectTimeout;
    private final HttpClient client;
    private final Set<JettyExchange> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
    private volatile boolean closed;

    JettyTransport(TransportConfig config) {
        if (config.proxy() != null) {
            throw new IllegalArgumentException("This transport does not support proxies");
        }
        connectTimeout = config.connectTimeout();
        client = client(config);
        var unused = drained.thenRun(() -> {
            Thread end = new Thread(this::release, THREADS + "-end");
            end.setDaemon(true);
            end.start();
        });
    }

    private static HttpClient client(TransportConfig config) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName(THREADS);
        threads.setDaemon(true);
        SslContextFactory.Client tls = new SslContextFactory.Client();
        if (config.sslContext() != null) {
            tls.setSslContext(config.sslContext());
        }
        HttpClient client = new HttpClient();
        client.setExecutor(threads);
        client.setSslContextFactory(tls);
        client.setConnectTimeout(config.connectTimeout().toMillis());
        client.setMaxResponseHeadersSize(config.maxHeadBytes());
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        // After a failure, Jetty may clear a buffer that it has already returned to its pool (jetty.project#12934).
        client.setByteBufferPool(ByteBufferPool.NON_POOLING);
        client.setUserAgentField(null);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty's client can't be started", e);
        }
        // Handlers that would answer 401 and decode content on the caller's behalf.
        client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        client.getContentDecoderFactories().clear();
        return client;
    }

    @Override
    public TransportInfo info() {
        return INFO;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        JettyExchange exchange = new JettyExchange(request, handler, this::forget);
        open.add(exchange);
        if (closed) {
            exchange.close();
        } else {
            exchange.send(client, connectTimeout);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        closed = true;
        if (grace.isZero() || grace.isNegative()) {
            open.forEach(JettyExchange::close);
        } else {
            var unused = drained.copy()
                    .completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS)
                    .thenRun(() -> open.forEach(JettyExchange::close));
        }
        completeIfDrained();
        return released.copy();
    }

    private void forget(JettyExchange exchange) {
        open.remove(exchange);
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closed && open.isEmpty()) {
            drained.complete(null);
        }
    }

    /** Waits for the client's threads, so must not run on one of them. */
    private void release() {
        try {
            client.stop();
        } catch (Exception e) {
            // Jetty stopped as far as it can.
        } finally {
            released.complete(null);
        }
    }
}
