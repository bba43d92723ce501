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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Creates the transports, servers and requests of one test, and closes them. */
public final class ContractLab {

    private static final HttpHeaders HEADERS = HttpHeaders.builder()
            .add("Authorization", "Bearer secret-key")
            .add("Content-Type", "application/json")
            .build();

    private final ContractSubject subject;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
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

    /** Returns the patience in nanoseconds; the greatest number if there are more. */
    long patienceNanos() {
        return TimeUnit.NANOSECONDS.convert(patience());
    }

    /** Waits for a latch; returns false if it has not opened in time. */
    boolean await(CountDownLatch latch) throws InterruptedException {
        return latch.await(patienceNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the server of this test. */
    ContractServer server() {
        if (server == null) {
            server = closing(subject.openServer());
        }
        return server;
    }

    /** Returns the transport of this test. */
    Transport transport() {
        if (transport == null) {
            transport = anotherTransport();
        }
        return transport;
    }

    /** Makes the closed transport of this test eligible for garbage collection. */
    void forgetTransport() {
        resources.remove(transport);
        transport = null;
    }

    /** Returns a new transport. */
    Transport anotherTransport() {
        return transport(config());
    }

    Transport transport(TransportConfig config) {
        return closing(subject.create(config));
    }

    /** Returns a patient configuration with trust in the server of this test. */
    TransportConfig config() {
        SSLContext trust = server().clientTls();
        return trust == null ? patientConfig() : patientConfig().withSslContext(trust);
    }

    /** Returns the default configuration, with enough time to connect on a busy machine. */
    TransportConfig patientConfig() {
        return TransportConfig.defaults().withConnectTimeout(Duration.ofMinutes(1));
    }

    /** Returns a server that sends exactly what the script says; skips the rule if the transport does not speak HTTP/1.1. */
    LoopbackServer wire(ConnectionScript script) {
        requireHttp1();
        return closing(LoopbackServer.running(script));
    }

    LoopbackServer wire(ConnectionScript script, SSLContext tls) {
        requireHttp1();
        return closing(LoopbackServer.running(script, tls));
    }

    /** Skips the rule if the protocol under test is not HTTP/1.1. */
    void requireHttp1() {
        assumeTrue(speaksHttp1(), "The rule applies to HTTP/1.1 only");
    }

    boolean speaksHttp1() {
        return server().protocol().equals("HTTP/1.1")
                && transport().info().protocols().contains("HTTP/1.1");
    }

    /** Returns false if the server has no socket. */
    boolean hasConnections() {
        return server().protocol().startsWith("HTTP/");
    }

    void requireHttp2() {
        assumeTrue(server().protocol().equals("HTTP/2"), "The rule applies to HTTP/2 only");
    }

    void require(TransportFeature feature) {
        assumeTrue(
                transport().info().features().contains(feature),
                () -> "The rule applies to transports with " + feature + " only");
    }

    SignalRecorder recorder() {
        return new SignalRecorder(patience());
    }

    /** Sends a typical request to the server of this test over the transport of this test, and waits for the start. */
    SignalRecorder send(SignalRecorder handler) throws InterruptedException {
        transport().send(post(), handler);
        return handler.awaitStart();
    }

    SignalRecorder send() throws InterruptedException {
        return send(recorder());
    }

    /** Sends a typical request to another server over the transport of this test, and waits for the start. */
    SignalRecorder sendTo(LoopbackServer other) throws InterruptedException {
        SignalRecorder handler = recorder();
        transport().send(postTo(other.baseUrl()), handler);
        return handler.awaitStart();
    }

    /** Returns the next request that reaches the server. */
    ServerExchange next() throws InterruptedException {
        ServerExchange next = server().next(patience());
        if (next == null) {
            throw new AssertionError(
                    "No request reached the server within " + patience().toSeconds() + " s");
        }
        return next;
    }

    /**
     * Runs one exchange from beginning to end.
     *
     * <p>If the server signals in the order of the exchanges, everything that was due before has then happened. Sockets
     * do not guarantee that order: over them, a rule that says that something does not happen detects a violation most of
     * the time, not always. A transport that satisfies the rule never fails.
     */
    void roundTrip() throws InterruptedException {
        SignalRecorder handler = send();
        answer(next(), "ok");
        handler.awaitEnd();
        if (!handler.signals().contains("onComplete")) {
            throw new AssertionError("A typical exchange failed", handler.failure());
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
        resources.push(resource);
        return resource;
    }

    /** Closes in reverse order, so that servers outlive the transports connected to them. */
    void close() throws Exception {
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
    }
}
