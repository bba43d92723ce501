// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a test of one rule works with: transports, servers and requests. Closes what it made. */
public final class ContractLab {

    private static final HttpHeaders HEADERS = HttpHeaders.builder()
            .add("Authorization", "Bearer secret-key")
            .add("Content-Type", "application/json")
            .build();

    private final ContractSubject subject;
    private final Deque<AutoCloseable> made = new ArrayDeque<>();
    private @Nullable ContractServer server;
    private @Nullable Transport transport;

    ContractLab(ContractSubject subject) {
        this.subject = subject;
    }

    ContractSubject subject() {
        return subject;
    }

    Duration patience() {
        return subject.patience();
    }

    /** The server of this test. */
    ContractServer server() {
        if (server == null) {
            server = closing(subject.openServer());
        }
        return server;
    }

    /** The transport of this test. */
    Transport transport() {
        if (transport == null) {
            transport = anotherTransport();
        }
        return transport;
    }

    /** Lets the garbage collector have the transport of this test, which is closed. */
    void forgetTransport() {
        made.remove(transport);
        transport = null;
    }

    /** A transport that nothing else uses. */
    Transport anotherTransport() {
        return transport(config());
    }

    Transport transport(TransportConfig config) {
        return closing(subject.create(config));
    }

    /** The defaults, with trust in the server of this test. */
    TransportConfig config() {
        SSLContext trust = server().clientTls();
        return trust == null
                ? TransportConfig.defaults()
                : TransportConfig.defaults().withSslContext(trust);
    }

    /** A server that sends exactly what the script says; skips the rule if the transport does not speak HTTP/1.1. */
    LoopbackServer wire(ConnectionScript script) {
        requireHttp1();
        return closing(LoopbackServer.running(script));
    }

    LoopbackServer wire(ConnectionScript script, SSLContext tls) {
        requireHttp1();
        return closing(LoopbackServer.running(script, tls));
    }

    /** Skips rules of HTTP/1.1 if that is not what is tested. */
    void requireHttp1() {
        assumeTrue(speaksHttp1(), "The rule is one of HTTP/1.1");
    }

    boolean speaksHttp1() {
        return server().protocol().equals("HTTP/1.1")
                && transport().info().protocols().contains("HTTP/1.1");
    }

    /** False if the server is one that no bytes are sent to. */
    boolean hasConnections() {
        return server().protocol().startsWith("HTTP/");
    }

    void requireHttp2() {
        assumeTrue(server().protocol().equals("HTTP/2"), "The rule is one of HTTP/2");
    }

    void require(TransportFeature feature) {
        assumeTrue(transport().info().features().contains(feature), () -> "The rule is one of " + feature);
    }

    SignalRecorder recorder() {
        return new SignalRecorder(patience());
    }

    /** Sends a usual request to the server of this test, over the transport of this test, and waits for the start. */
    SignalRecorder send(SignalRecorder handler) throws InterruptedException {
        transport().send(post(), handler);
        return handler.awaitStart();
    }

    SignalRecorder send() throws InterruptedException {
        return send(recorder());
    }

    /** Sends a usual request to another server, over the transport of this test, and waits for the start. */
    SignalRecorder sendTo(LoopbackServer other) throws InterruptedException {
        SignalRecorder handler = recorder();
        transport().send(postTo(other.baseUrl()), handler);
        return handler.awaitStart();
    }

    /** The next request that reaches the server. */
    ServerExchange next() throws InterruptedException {
        ServerExchange next = server().next(patience());
        if (next == null) {
            throw new AssertionError(
                    "No request reached the server within " + patience().toSeconds() + " s");
        }
        return next;
    }

    /**
     * Carries one exchange from its beginning to its end.
     *
     * <p>What was due before has then happened if the server signals in the order of the exchanges. Sockets give no such
     * order, so over them a rule that something does not happen finds a transport that breaks it most times, not always;
     * one that keeps it never fails.
     */
    void roundTrip() throws InterruptedException {
        SignalRecorder handler = send();
        answer(next(), "ok");
        handler.awaitEnd();
        if (!handler.signals().contains("onComplete")) {
            throw new AssertionError("A usual exchange failed", handler.failure());
        }
    }

    void answer(ServerExchange exchange, String body) {
        exchange.head(200, HttpHeaders.empty());
        exchange.data(body.getBytes(UTF_8));
        exchange.end();
    }

    TransportRequest post() {
        return postTo(server().baseUrl());
    }

    TransportRequest postTo(String baseUrl) {
        return post(baseUrl, "{\"prompt\":\"secret-prompt\"}".getBytes(UTF_8));
    }

    TransportRequest post(String baseUrl, byte[] body) {
        return request("POST", baseUrl + "/v1/completions?token=secret-query", HEADERS, body);
    }

    static TransportRequest request(String method, String uri, HttpHeaders headers, byte[] body) {
        return new TransportRequest(method, URI.create(uri), headers, ByteBuffer.wrap(body));
    }

    <T extends AutoCloseable> T closing(T resource) {
        made.push(resource);
        return resource;
    }

    /** In the reverse order, so that servers outlive the transports that speak to them. */
    void close() throws Exception {
        while (!made.isEmpty()) {
            made.pop().close();
        }
    }
}
