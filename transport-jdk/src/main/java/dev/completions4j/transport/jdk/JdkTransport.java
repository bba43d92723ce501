package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends through {@link HttpClient}: HTTP/1.1 without TLS, HTTP/2 where the server agrees to it in the TLS handshake.
 *
 * <p>What {@code HttpClient} imposes:
 *
 * <ul>
 *   <li>a request without {@code User-Agent} gets the client's own;
 *   <li>a header of the connection, such as {@code Host}, or a value outside ASCII fails with
 *       {@link dev.completions4j.transport.TransportException.Kind#INTERNAL};
 *   <li>name resolution is the JVM's, which occupies a thread and does not count towards the connect timeout;
 *   <li>a failing proxy is reported as a failure of the server's connection;
 *   <li>a head above the system property {@code jdk.http.maxHeaderSize}, 384 KiB, is
 *       {@link dev.completions4j.transport.TransportException.Kind#PROTOCOL};
 *   <li>a response in HTTP/1.0 is reported as HTTP/1.1, and headers come in the order of their names;
 *   <li>over HTTP/2, up to the system property {@code jdk.httpclient.windowsize} is read ahead of the demand, 16 MiB.
 * </ul>
 */
public final class JdkTransport implements Transport {

    static final String NAME = "jdk";

    private static final TransportInfo INFO = new TransportInfo(NAME, Set.of("HTTP/1.1", "HTTP/2"));

    private final HeadReader heads;
    private final Workers workers;
    private final OpenExchanges open = new OpenExchanges();
    private final CompletableFuture<@Nullable Void> freed;

    /** Null once it is freed: what keeps a client alive is that someone refers to it. */
    private volatile @Nullable HttpClient client;

    private JdkTransport(HttpClient client, int maxHeadBytes, Workers workers, Consumer<HttpClient> release) {
        this.client = client;
        this.heads = new HeadReader(maxHeadBytes);
        this.workers = workers;
        this.freed = open.drained().thenCompose(drained -> {
            this.client = null;
            release.accept(client);
            return workers.stop();
        });
    }

    /**
     * A transport with a client of its own, which keeps to the JVM's defaults in TLS and proxies.
     *
     * @param config the connect timeout, and the limit for heads
     */
    public static JdkTransport create(TransportConfig config) {
        Workers workers = new Workers();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(config.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(workers)
                .build();
        return new JdkTransport(client, config.maxHeadBytes(), workers, JdkTransport::shutDownNow);
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
        int checked = TransportConfig.defaults().withMaxHeadBytes(maxHeadBytes).maxHeadBytes();
        return new JdkTransport(client, checked, new Workers(), borrowed -> {});
    }

    @Override
    public TransportInfo info() {
        return INFO;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        JdkExchange exchange = new JdkExchange(request, handler, heads, open);
        HttpClient client = this.client;
        if (client != null && open.add(exchange)) {
            exchange.send(client, workers);
        } else {
            exchange.close();
        }
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
