// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transport over {@link HttpClient}: HTTP/1.1 without TLS, HTTP/2 if the server negotiates it in the TLS handshake.
 *
 * <p><b>Request progress.</b> The client reveals neither whether a connection is new nor what it has written. A request
 * with a body is reported as not sent until the client starts to read the body, since no server can process such a
 * request before. If its connection is lost, it is sent once more over another connection. A request whose body has
 * been read may have been sent, even if the connection was about to be closed by the server.
 *
 * <p><b>Addresses.</b> {@code HttpClient} connects only to the first address of a host name, and accepts only names
 * that {@link java.net.URI#getHost} accepts. This transport tries the other addresses in turn, within the connect
 * timeout, and supports other names, such as {@code http://app_llm:8000}, where it can replace the name by an address:
 *
 * <ul>
 *   <li>for {@code http://localhost}, always; {@code Host} then contains the address;
 *   <li>for other {@code http} URLs, if the system property {@code jdk.httpclient.allowRestrictedHeaders} includes
 *       {@code host} at JVM startup, so that {@code Host} can contain the name;
 *   <li>with TLS or through a proxy, never: the name is part of the handshake, or is resolved by the proxy.
 * </ul>
 *
 * <p>Otherwise, a name whose first address is unreachable fails with
 * {@link dev.completions4j.transport.TransportException.Kind#CONNECT}, and a name that the client rejects fails
 * immediately with {@link dev.completions4j.transport.TransportException.Kind#INTERNAL}. The Netty transport has
 * neither limitation.
 *
 * <p><b>Further limitations of {@code HttpClient}.</b> System properties affect the whole JVM.
 *
 * <ul>
 *   <li>The client adds its own {@code User-Agent} to a request without one.
 *   <li>A connection header, such as {@code Host}, or a header value with characters outside ASCII fails with
 *       {@link dev.completions4j.transport.TransportException.Kind#INTERNAL}.
 *   <li>Names are resolved by the JVM, on threads that all transports share and within the connect timeout, and then
 *       again by the client, from the JVM's cache. If that cache is disabled ({@code networkaddress.cache.ttl}), an unresponsive
 *       name server blocks the client's threads.
 *   <li>A response of an HTTP proxy to an {@code http} request is attributed to the server, except status 407. Through
 *       a proxy, a connection that is not ready in time fails with
 *       {@link dev.completions4j.transport.TransportException.Kind#PROXY}, whether the proxy or the server was
 *       unresponsive.
 *   <li>Proxy credentials are sent for {@code https} URLs only if the system property
 *       {@code jdk.http.auth.tunneling.disabledSchemes} is set and does not include {@code Basic}.
 *   <li>Response headers larger than the system property {@code jdk.http.maxHeaderSize} (384 KiB by default) fail with
 *       {@link dev.completions4j.transport.TransportException.Kind#LIMIT} regardless of
 *       {@link TransportConfig#maxHeadBytes()}. Below that, the status line is not counted.
 *   <li>An HTTP/1.0 response is reported as HTTP/1.1, and headers are ordered by name.
 *   <li>Through a proxy, the connection of a cancelled exchange is closed at the client's next event, within three
 *       seconds, if it has not been established yet or, in newer releases such as 25, if the server is waiting to
 *       write.
 *   <li>Data that is read together with malformed framing is discarded, and so is data that is read together with the
 *       end of a body; the connection is reused nevertheless.
 *   <li>A server that sends trailers in a packet after the last chunk may fail the next exchange on the connection, see
 *       below.
 *   <li>Through a {@linkplain #borrowing borrowed} client, a connection that the server closes with
 *       {@code close_notify} during the TLS handshake may fail with
 *       {@link dev.completions4j.transport.TransportException.Kind#RESET} as possibly sent. The transport's own client
 *       reports {@link dev.completions4j.transport.TransportException.Kind#TLS} as not sent.
 *   <li>An idle connection is kept for {@code jdk.httpclient.keepalive.timeout} seconds: 30 by default, 1200 in older
 *       releases such as 17.
 *   <li>Before Java 21, {@link #close} leaves idle connections and one thread to the garbage collection of the client.
 * </ul>
 *
 * <p>Over HTTP/2:
 *
 * <ul>
 *   <li>Error codes are hidden. A stream that is reset, or excluded by {@code GOAWAY}, before its headers fails with
 *       {@link dev.completions4j.transport.TransportException.Kind#RESET} as possibly sent, never with
 *       {@link dev.completions4j.transport.TransportException.Kind#REFUSED_STREAM}. Newer releases of the JDK, such as
 *       25, first retry a request once if the server reports that it was not processed.
 *   <li>In older releases, such as 17, a {@code GOAWAY} ends all streams of its connection, even if the server would
 *       complete them; they fail with {@link dev.completions4j.transport.TransportException.Kind#RESET}. The response to
 *       a request that the client gives to the connection at that very moment never begins.
 *   <li>In older releases, such as 17, the sockets of some failed connections remain open until the garbage collection
 *       of the client: one per several hundred calls if servers keep resetting streams and connections.
 *   <li>A request beyond the server's limit of concurrent streams is not queued; it fails as not sent.
 *   <li>Data is read ahead of demand, up to {@code jdk.httpclient.windowsize} (16 MiB by default) per stream and up to
 *       {@code jdk.httpclient.connectionWindowSize} (32 MiB by default) per connection. When the latter is exhausted,
 *       streams without demand block the other streams of the connection.
 * </ul>
 *
 * <p><b>Malformed responses.</b> {@code HttpClient} accepts the following malformed responses, and this transport
 * cannot detect them. The Netty transport rejects them; use it for untrusted servers.
 *
 * <table>
 *   <caption>Malformed responses that are not reported</caption>
 *   <tr><th>Response</th><th>Effect</th></tr>
 *   <tr><td>A status of more than three digits, such as 2000 (HTTP/1.1)</td><td>the first three digits are
 *       used</td></tr>
 *   <tr><td>CR without LF in a header</td><td>starts a new header</td></tr>
 *   <tr><td>A header line without a colon or a name</td><td>ignored</td></tr>
 *   <tr><td>A chunk size of more than 31 bits</td><td>the lower 32 bits are used; if negative, the body never
 *       ends</td></tr>
 *   <tr><td>An empty chunk size</td><td>treated as zero: the body ends</td></tr>
 *   <tr><td>Bytes other than CR LF after a chunk</td><td>skipped</td></tr>
 *   <tr><td>LF without CR in chunked framing</td><td>the body never ends</td></tr>
 *   <tr><td>Trailers, even valid ones</td><td>not parsed: any two bytes after the last chunk end the body. The rest is
 *       discarded if it was read together with the last chunk. Otherwise, it closes the connection if that is idle, or
 *       is taken for the beginning of the next response on it, which fails with
 *       {@link dev.completions4j.transport.TransportException.Kind#PROTOCOL}</td></tr>
 *   <tr><td>HTTP/2: second response headers, or DATA before the headers</td><td>the headers are discarded, the data is
 *       delivered</td></tr>
 *   <tr><td>HTTP/2: DATA and an end of stream without headers</td><td>the response never begins</td></tr>
 *   <tr><td>HTTP/2: WINDOW_UPDATE of zero, or beyond 2<sup>31</sup>-1 for a stream</td><td>the response never
 *       begins</td></tr>
 *   <tr><td>HTTP/2: any number of empty DATA or CONTINUATION frames</td><td>read and discarded</td></tr>
 *   <tr><td>HTTP/2: connection headers, such as {@code Transfer-Encoding}, in older releases such as
 *       17</td><td>reported</td></tr>
 *   <tr><td>TLS through a {@linkplain #borrowing borrowed} client: a body without length whose connection is closed
 *       without {@code close_notify}</td><td>the body ends; the transport's own client reports
 *       {@link dev.completions4j.transport.TransportException.Kind#TRUNCATED}</td></tr>
 * </table>
 *
 * <p>Responses that never begin or end are ended only by the caller's timeouts.
 */
public final class JdkTransport implements Transport {

    static final String NAME = "jdk";

    /** As good as no limit; the client fails with much longer ones, or waits for them before it connects. */
    private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofDays(365);

    private static final TransportInfo INFO = new TransportInfo(
            NAME, Set.of("HTTP/1.1", "HTTP/2"), Set.of(TransportFeature.HTTP_2, TransportFeature.HTTP_PROXY));

    private final Proxies proxies;
    private final HeadReader heads;
    private final Workers workers;

    /** Starts exchanges, on a thread that the client would use anyway. */
    private final Executor starter;

    private final NameResolver names;
    private final Targets targets;
    private final IoThreads io;
    private final OpenExchanges open = new OpenExchanges();
    private final SelectorWakeup wakeup;
    private final CompletableFuture<@Nullable Void> freed;

    /** Null after the shutdown: the client is freed when it is no longer referenced. */
    private volatile @Nullable HttpClient client;

    /** @param config provides the header limit and the proxy; the client has the other settings */
    private JdkTransport(
            HttpClient client,
            TransportConfig config,
            NameResolver names,
            IoThreads io,
            Workers workers,
            Executor starter,
            Consumer<HttpClient> release) {
        DelayThread.start();
        this.client = client;
        this.proxies = new Proxies(client, config.proxy());
        this.targets = new Targets(uri -> proxies.before(uri) == null);
        this.heads = new HeadReader(config.maxHeadBytes());
        this.names = names;
        this.io = io;
        this.workers = workers;
        this.starter = starter;
        this.wakeup = new SelectorWakeup(() -> this.client, proxies, workers);
        this.freed = open.drained().thenCompose(drained -> {
            this.client = null;
            release.accept(client);
            return workers.stop();
        });
    }

    /**
     * Creates a transport with its own client, which uses the JVM's defaults for TLS and proxies unless configured.
     *
     * @throws IllegalArgumentException if the proxy is a SOCKS proxy
     */
    public static JdkTransport create(TransportConfig config) {
        return create(config, NameResolver.JVM);
    }

    static JdkTransport create(TransportConfig config, NameResolver.Lookup lookup) {
        return create(config, new NameResolver(lookup));
    }

    private static JdkTransport create(TransportConfig config, NameResolver names) {
        ProxyServer proxy = config.proxy();
        if (proxy != null && proxy.type() != ProxyServer.Type.HTTP) {
            throw new IllegalArgumentException("java.net.http does not support " + proxy
                    + "; use an HTTP proxy, or the Netty transport, which supports SOCKS");
        }
        IoThreads io = new IoThreads();
        Workers workers = new Workers(io);
        SSLContext tls = config.sslContext();
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(Collections.min(List.of(config.connectTimeout(), MAX_CONNECT_TIMEOUT)))
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls == null ? ClosureContext.ofTheJvm() : new ClosureContext(tls))
                .executor(workers);
        if (proxy != null) {
            client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        }
        HttpClient own = Detached.client(client);
        return new JdkTransport(own, config, names, io, workers, workers::start, JdkTransport::shutDownNow);
    }

    /**
     * Creates a transport over a borrowed client, with its TLS settings, proxy, connect timeout, cookies and executor.
     * The limit on response headers is that of {@link TransportConfig#defaults()}.
     *
     * <p>For a proxy that requires credentials, use {@link #create} with {@link TransportConfig#withProxy} instead of a
     * client with an {@link java.net.Authenticator}.
     *
     * @param client remains open when the transport is closed; its executor runs the handlers once a response has begun
     * @throws IllegalArgumentException if the client follows redirects, which would send keys and prompts to other
     *     servers; or if it has an {@code Authenticator}, with which older releases of the JDK, such as 17, do not send
     *     {@code Authorization}, and report a response with status 401 as a lost connection
     */
    public static JdkTransport borrowing(HttpClient client) {
        return borrowing(client, TransportConfig.defaults().maxHeadBytes());
    }

    /**
     * Creates a transport over a borrowed client, like {@link #borrowing(HttpClient)}, with a limit on response
     * headers.
     *
     * @param client remains open when the transport is closed; its executor runs the handlers once a response has begun
     * @param maxHeadBytes maximum size of response headers in bytes; positive
     * @throws IllegalArgumentException if the client follows redirects or has an {@code Authenticator}, or if
     *     {@code maxHeadBytes} is not positive
     */
    public static JdkTransport borrowing(HttpClient client, int maxHeadBytes) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "The HttpClient follows redirects, which would send keys and prompts to other servers; build it with"
                            + " Redirect.NEVER");
        }
        if (client.authenticator().isPresent()) {
            throw new IllegalArgumentException(
                    "The HttpClient has an Authenticator, with which some releases of the JDK do not send the header"
                            + " Authorization; build it without one. Pass a proxy's credentials to JdkTransport.create"
                            + " with TransportConfig.withProxy, or use the Netty transport");
        }
        return borrowing(client, TransportConfig.defaults().withMaxHeadBytes(maxHeadBytes), NameResolver.JVM);
    }

    static JdkTransport borrowing(HttpClient client, TransportConfig config, NameResolver.Lookup lookup) {
        return borrowing(client, config, new NameResolver(lookup));
    }

    private static JdkTransport borrowing(HttpClient client, TransportConfig config, NameResolver names) {
        IoThreads io = new IoThreads();
        // The client starts requests on an executor of its own.
        Executor starter = Runnable::run;
        return new JdkTransport(client, config, names, io, new Workers(io), starter, borrowed -> {});
    }

    @Override
    public TransportInfo info() {
        return INFO;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        JdkExchange exchange =
                new JdkExchange(request, handler, proxies.before(request.uri()), heads, targets, open, wakeup, io);
        HttpClient client = this.client;
        if (client != null && open.add(exchange)) {
            exchange.send(client, names, workers, starter);
        } else {
            exchange.close();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Threads of a borrowed client are I/O threads while they call a handler.
     */
    @Override
    public boolean isIoThread() {
        return io.containCurrent();
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        open.close();
        if (grace.isZero() || grace.isNegative()) {
            closeExchanges();
        } else {
            var unused = open.drained()
                    .copy()
                    .completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS)
                    .thenRunAsync(this::closeExchanges, workers);
        }
        return freed.copy();
    }

    private void closeExchanges() {
        open.all().forEach(JdkExchange::close);
    }

    /**
     * Closes the connections of a client, on Java 21 and later. On older releases, the connections are closed and the
     * client's thread ends when the client is garbage collected.
     */
    private static void shutDownNow(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException beforeJava21) {
            // Nothing to do: the client is no longer referenced.
        }
    }
}
