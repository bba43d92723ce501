// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A transport on one event loop, borrowed so that a test can wait for what is queued there. */
final class TransportFixture implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final long PATIENCE_SECONDS = 20;

    private final EventLoopGroup eventLoop;
    final NettyTransport transport;

    /** Creates a transport with the default configuration, and enough time to connect on a busy machine. */
    TransportFixture() {
        this(NettyTransport.builder().config(TransportConfig.defaults().withConnectTimeout(Duration.ofMinutes(1))));
    }

    TransportFixture(NettyTransport.Builder builder) {
        this(Io.NIO, builder);
    }

    TransportFixture(Io io, NettyTransport.Builder builder) {
        eventLoop = io.eventLoops().create(1, new EventLoopThreads("completions4j-test-"));
        transport = builder.eventLoopGroup(eventLoop).build();
    }

    /** Sends a request with a body of one word to a path of the server. */
    RecordingHandler send(LoopbackServer server) {
        return send(server, new RecordingHandler());
    }

    RecordingHandler send(LoopbackServer server, RecordingHandler handler) {
        return send(server.baseUrl() + "/v1/completions", handler);
    }

    RecordingHandler send(String url, RecordingHandler handler) {
        transport.send(request(url, "prompt"), handler);
        return handler;
    }

    static TransportRequest request(String url, String body) {
        HttpHeaders headers = HttpHeaders.builder()
                .add("Content-Type", "application/json")
                .add("Authorization", "Bearer secret-key")
                .build();
        return new TransportRequest("POST", URI.create(url), headers, ByteBuffer.wrap(body.getBytes(UTF_8)));
    }

    /** Answers each request of a connection with the same text. */
    static ConnectionScript answering(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(response);
            }
        };
    }

    /** Answers the first request of a connection, and leaves the connection open. */
    static ConnectionScript answeringOnce(String response) {
        return connection -> {
            connection.readRequest();
            connection.write(response);
            connection.awaitClientClose();
        };
    }

    /** Answers the first request of a connection, and closes the connection. */
    static ConnectionScript answeringAndClosing(String response) {
        return connection -> {
            connection.readRequest();
            connection.write(response);
        };
    }

    /** Waits until the event loop has run the tasks queued before, and has processed the events of its sockets. */
    void settle() {
        // An exchange needs the event loop to poll all sockets; no signal of another one can be older.
        try (LoopbackServer other = LoopbackServer.running(answeringAndClosing(OK))) {
            send(other).end();
        }
        try {
            eventLoop.submit(() -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The event loop does not run", e);
        }
    }

    boolean eventLoopRuns() {
        return !eventLoop.isShuttingDown();
    }

    /** Ends the event loop under the transport. */
    void endEventLoop() {
        try {
            eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The event loop does not end", e);
        }
    }

    /** Closes the transport, and fails if that does not end all that it owns. */
    @Override
    public void close() {
        try {
            transport.shutdown(Duration.ZERO).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The transport does not close", e);
        }
        endEventLoop();
    }
}
