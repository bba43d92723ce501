// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.TransportConfig;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JdkTransportIoThreadTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void threadsThatCallHandlersAreIoThreadsOfTheirTransportOnly() throws Exception {
        try (var transport = JdkTransport.create(TransportConfig.defaults());
                var other = JdkTransport.create(TransportConfig.defaults())) {
            var handler = exchange(transport, other);

            assertThat(handler.own).containsExactly(false, true, true, true);
            assertThat(handler.others).containsOnly(false);
            assertThat(transport.isIoThread()).isFalse();
        }
    }

    @Test
    void threadsOfASuppliedClientAreIoThreadsWhileTheyCallAHandler() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        HttpClient client = HttpClient.newBuilder().executor(executor).build();
        try (var transport = JdkTransport.borrowing(client);
                var other = JdkTransport.create(TransportConfig.defaults())) {
            var handler = exchange(transport, other);

            assertThat(handler.own).containsExactly(false, true, true, true);
            assertThat(handler.others).containsOnly(false);
            assertThat(executor.submit(transport::isIoThread).get()).isFalse();
        } finally {
            executor.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theThreadThatReportsAFailureIsAnIoThread(String response, String failure) throws Exception {
        try (var transport = JdkTransport.create(TransportConfig.defaults())) {
            assertFailsOnAnIoThread(transport, response, failure);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aThreadOfASuppliedClientThatReportsAFailureIsAnIoThread(String response, String failure) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        HttpClient client = HttpClient.newBuilder().executor(executor).build();
        try (var transport = JdkTransport.borrowing(client)) {
            assertFailsOnAnIoThread(transport, response, failure);
        } finally {
            executor.shutdown();
        }
    }

    /** Failures before the response headers, of the headers, and in the body. */
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("", "failure RESET MAYBE_SENT"),
                arguments("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nok", "failure PROTOCOL HEAD_RECEIVED"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "failure TRUNCATED HEAD_RECEIVED"));
    }

    private static void assertFailsOnAnIoThread(JdkTransport transport, String response, String failure)
            throws Exception {
        try (var other = JdkTransport.create(TransportConfig.defaults());
                var server = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    connection.write(response);
                })) {
            var handler = new CheckingHandler(transport, other);
            transport.send(Posts.to(server.baseUrl()), handler);

            assertThat(handler.awaitEnd().calls()).endsWith(failure);
            assertThat(handler.own).startsWith(false, true).containsOnlyOnce(false);
            assertThat(handler.others).containsOnly(false);
        }
    }

    private static CheckingHandler exchange(JdkTransport transport, JdkTransport other) throws InterruptedException {
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(OK);
        })) {
            var handler = new CheckingHandler(transport, other);
            transport.send(Posts.to(server.baseUrl()), handler);
            assertThat(handler.awaitEnd().calls()).endsWith("head 200", "data ok", "complete");
            return handler;
        }
    }

    private static class CheckingHandler extends RecordingHandler {

        private final JdkTransport transport;
        private final JdkTransport other;
        final List<Boolean> own = new CopyOnWriteArrayList<>();
        final List<Boolean> others = new CopyOnWriteArrayList<>();

        CheckingHandler(JdkTransport transport, JdkTransport other) {
            this.transport = transport;
            this.other = other;
        }

        private void check() {
            own.add(transport.isIoThread());
            others.add(other.isIoThread());
        }

        @Override
        void whenStarted(Exchange exchange) {
            check();
            super.whenStarted(exchange);
        }

        @Override
        void whenHead(Exchange exchange) {
            check();
        }

        @Override
        void whenData(Exchange exchange) {
            check();
        }

        @Override
        void whenEnded() {
            check();
        }
    }
}
