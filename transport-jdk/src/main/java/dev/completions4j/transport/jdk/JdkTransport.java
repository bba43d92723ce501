// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends through {@link HttpClient}: HTTP/1.1 without TLS, HTTP/2 where the server agrees to it in the TLS handshake.
 *
 * <p><b>What was sent.</b> The client tells neither whether a connection was new nor what it wrote. A request with a body
 * counts as not sent as long as the client has taken none of the body: no server can act on such a request. If its
 * connection is lost, it is sent once more, over another. A request whose body was taken may have been sent, also when
 * it met a connection that the server was about to close.
 *
 * <p><b>Where a server is.</b> {@code HttpClient} connects to the first address of a name only, and accepts only the names
 * that {@link java.net.URI#getHost} knows. This transport tries the further addresses in turn, within the connect timeout,
 * and reaches other names, such as {@code http://app_llm:8000}, as far as it may put an address in the place of the name:
 *
 * <ul>
 *   <li>for {@code http://localhost}, always; its server gets the address as {@code Host} in that case;
 *   <li>for every other {@code http} URL, if the system property {@code jdk.httpclient.allowRestrictedHeaders} lists
 *       {@code host} when the JVM starts, since {@code Host} then gives the name;
 *   <li>with TLS, or through a proxy, never: the name is part of the handshake, and the proxy's to resolve.
 * </ul>
 *
 * <p>Otherwise a name whose first address is unreachable fails with
 * {@link dev.completions4j.transport.TransportException.Kind#CONNECT}, and a name that the client does not know at once,
 * with {@link dev.completions4j.transport.TransportException.Kind#INTERNAL}. The Netty transport has neither limit.
 *
 * <p><b>What else {@code HttpClient} imposes.</b> System properties change what they are named for, in the whole JVM:
 *
 * <ul>
 *   <li>a request without {@code User-Agent} gets the client's own;
 *   <li>a header of the connection, such as {@code Host}, or a value outside ASCII fails with
 *       {@link dev.completions4j.transport.TransportException.Kind#INTERNAL};
 *   <li>names are resolved by the JVM, on threads of this transport and within the connect timeout, and a second time
 *       by the client, from the JVM's cache; without that cache ({@code networkaddress.cache.ttl}) a silent name server
 *       occupies the client's threads;
 *   <li>what an HTTP proxy answers in place of an {@code http} server is taken for the server's, save 407; through a
 *       proxy, a connection that is not ready in time is
 *       {@link dev.completions4j.transport.TransportException.Kind#PROXY}, whoever was silent;
 *   <li>a proxy gets credentials for an {@code https} URL only if the system property
 *       {@code jdk.http.auth.tunneling.disabledSchemes} is set and does not name {@code Basic};
 *   <li>a head above the system property {@code jdk.http.maxHeaderSize}, 384 KiB, is
 *       {@link dev.completions4j.transport.TransportException.Kind#LIMIT} whatever
 *       {@link TransportConfig#maxHeadBytes()} is; below that, the status line does not count;
 *   <li>a response in HTTP/1.0 is reported as HTTP/1.1, and headers come in the order of their names;
 *   <li>through a proxy, a cancelled connection is closed when the client turns to its next event, at most three
 *       seconds later: one that is not made yet, and, in newer releases, such as 25, one whose server waits to write;
 *   <li>what comes in one read with broken framing is dropped, and so is what comes in one read with a body's end,
 *       whose connection is kept nonetheless;
 *   <li>a connection stays open unused for {@code jdk.httpclient.keepalive.timeout} seconds: 30, or 1200 in older
 *       releases, such as 17;
 *   <li>before Java 21, {@link #close} leaves unused connections and one thread until the garbage collector finds the
 *       client.
 * </ul>
 *
 * <p>And over HTTP/2:
 *
 * <ul>
 *   <li>the server's error codes are hidden: a stream that is reset, or left out by {@code GOAWAY}, before its head is
 *       {@link dev.completions4j.transport.TransportException.Kind#RESET} and may have been sent, and never
 *       {@link dev.completions4j.transport.TransportException.Kind#REFUSED_STREAM}; newer releases of the JDK, such as
 *       25, first send a request again, once, if the server says that it did not process it;
 *   <li>in older releases, such as 17, every {@code GOAWAY} ends all streams of its connection, also the graceful one of
 *       a server that is about to complete them: their requests fail with
 *       {@link dev.completions4j.transport.TransportException.Kind#RESET};
 *   <li>a request beyond the server's limit of streams is not queued but fails, not sent;
 *   <li>up to {@code jdk.httpclient.windowsize} is read ahead of the demand of a stream, 16 MiB, and up to
 *       {@code jdk.httpclient.connectionWindowSize} for all streams of a connection, 32 MiB, after which those without
 *       demand hold up the others.
 * </ul>
 *
 * <p><b>Malformed responses that {@code HttpClient} accepts</b>, and that cannot be told from others here. The Netty
 * transport refuses them; use it with servers that are not trusted.
 *
 * <table>
 *   <caption>Malformed responses that are not reported</caption>
 *   <tr><th>the server sends</th><th>what becomes of it</th></tr>
 *   <tr><td>a status of more than three digits, such as 2000 (HTTP/1.1)</td><td>the first three digits count</td></tr>
 *   <tr><td>CR without LF in a header</td><td>a new header begins</td></tr>
 *   <tr><td>a header line without a colon or a name</td><td>the line is dropped</td></tr>
 *   <tr><td>a chunk size beyond 31 bits</td><td>the lower 32 bits count; if that is negative, the body never ends</td></tr>
 *   <tr><td>an empty chunk size</td><td>counts as zero, so that the body ends</td></tr>
 *   <tr><td>other bytes than CR LF after a chunk</td><td>they are skipped</td></tr>
 *   <tr><td>LF alone in chunked framing</td><td>the body never ends</td></tr>
 *   <tr><td>trailers of any size</td><td>are read and dropped</td></tr>
 *   <tr><td>HTTP/2: a second head, or DATA before the head</td><td>the second head is dropped, the data delivered</td></tr>
 *   <tr><td>HTTP/2: DATA and an end, but no head</td><td>the response never begins</td></tr>
 *   <tr><td>HTTP/2: WINDOW_UPDATE of zero, or beyond 2<sup>31</sup>-1 for a stream</td><td>the response never
 *       begins</td></tr>
 *   <tr><td>HTTP/2: DATA or CONTINUATION without content, in any number</td><td>are read and dropped</td></tr>
 *   <tr><td>HTTP/2: headers of connections, such as {@code Transfer-Encoding}; in older releases, such as
 *       17</td><td>are reported</td></tr>
 *   <tr><td>over TLS, through a {@linkplain #borrowing borrowed} client: a body without length, cut without a
 *       {@code close_notify}</td><td>the body ends; a client of the transport's own reports
 *       {@link dev.completions4j.transport.TransportException.Kind#TRUNCATED}</td></tr>
 * </table>
 *
 * <p>What never begins or ends is ended by the caller's timeouts only.
 */
public final class JdkTransport implements Transport {

    static final String NAME = "jdk";

    private static final TransportInfo INFO = new TransportInfo(
            NAME, Set.of("HTTP/1.1", "HTTP/2"), Set.of(TransportFeature.HTTP_2, TransportFeature.HTTP_PROXY));

    private final Proxies proxies;
    private final HeadReader heads;
    private final Workers workers;
    private final NameResolver names;
    private final Targets targets;
    private final IoThreads io;
    private final OpenExchanges open = new OpenExchanges();
    private final SelectorWakeup wakeup;
    private final CompletableFuture<@Nullable Void> freed;

    /** Null once it is freed: what keeps a client alive is that someone refers to it. */
    private volatile @Nullable HttpClient client;

    /** @param config only for the limit of heads and the proxy; the client knows the rest */
    private JdkTransport(
            HttpClient client,
            TransportConfig config,
            NameResolver names,
            IoThreads io,
            Workers workers,
            Consumer<HttpClient> release) {
        this.client = client;
        this.proxies = new Proxies(client, config.proxy());
        this.targets = new Targets(uri -> proxies.before(uri) == null);
        this.heads = new HeadReader(config.maxHeadBytes());
        this.names = names;
        this.io = io;
        this.workers = workers;
        this.wakeup = new SelectorWakeup(() -> this.client, proxies, workers);
        this.freed = open.drained().thenCompose(drained -> {
            this.client = null;
            release.accept(client);
            names.close();
            return workers.stop();
        });
    }

    /**
     * A transport with a client of its own, which keeps to the JVM's defaults in TLS and proxies where nothing else is
     * set.
     *
     * @throws IllegalArgumentException if the proxy is one of SOCKS
     */
    public static JdkTransport create(TransportConfig config) {
        return create(config, InetAddress::getAllByName);
    }

    static JdkTransport create(TransportConfig config, NameResolver.Lookup lookup) {
        ProxyServer proxy = config.proxy();
        if (proxy != null && proxy.type() != ProxyServer.Type.HTTP) {
            throw new IllegalArgumentException("java.net.http can't go through " + proxy
                    + "; give an HTTP proxy, or use the Netty transport, which speaks SOCKS");
        }
        IoThreads io = new IoThreads();
        Workers workers = new Workers(io);
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(config.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(new ClosureContext(config.sslContext() == null ? defaultContext() : config.sslContext()))
                .executor(workers);
        if (proxy != null) {
            client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        }
        return new JdkTransport(
                client.build(), config, new NameResolver(lookup), io, workers, JdkTransport::shutDownNow);
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException unusable) {
            throw new IllegalStateException(
                    "The JVM's default TLS context cannot be created; check the system properties javax.net.ssl.*, or"
                            + " configure an SSLContext",
                    unusable);
        }
    }

    /**
     * A transport through a client that the caller keeps: its TLS, proxy, connect timeout, cookies and executor. Accepts
     * heads up to the limit of {@link TransportConfig#defaults()}.
     *
     * @param client stays open when the transport is closed; its executor runs the handlers once a
     *     response has begun
     * @throws IllegalArgumentException if the client follows redirects, which would carry keys and prompts to other
     *     servers
     */
    public static JdkTransport borrowing(HttpClient client) {
        return borrowing(client, TransportConfig.defaults().maxHeadBytes());
    }

    /**
     * A transport through a client that the caller keeps, as in {@link #borrowing(HttpClient)}.
     *
     * @param client as there
     * @param maxHeadBytes the largest response head that is accepted, in bytes; positive
     * @throws IllegalArgumentException as there, or if {@code maxHeadBytes} is not positive
     */
    public static JdkTransport borrowing(HttpClient client, int maxHeadBytes) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "The HttpClient follows redirects, which would carry keys and prompts to other servers; build it with"
                            + " Redirect.NEVER");
        }
        return borrowing(client, TransportConfig.defaults().withMaxHeadBytes(maxHeadBytes), InetAddress::getAllByName);
    }

    static JdkTransport borrowing(HttpClient client, TransportConfig config, NameResolver.Lookup lookup) {
        IoThreads io = new IoThreads();
        return new JdkTransport(client, config, new NameResolver(lookup), io, new Workers(io), borrowed -> {});
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
            exchange.send(client, names, workers);
        } else {
            exchange.close();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The threads of a client that the caller keeps count for as long as they call a handler.
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
     * Closes the connections of a client, which it can do from Java 21 on. Before, they are closed, and its own thread
     * ends, when it is garbage collected.
     */
    private static void shutDownNow(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException beforeJava21) {
            // Nothing else to free: no one refers to the client any more.
        }
    }
}
