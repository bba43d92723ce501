// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.CallTimeoutException;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Timeouts behave the same over every transport, and the server observes the disconnect; with real sockets and manual
 * time.
 */
class TimeoutsTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();

    private final ManualTime time = new ManualTime();

    private CompletionsClient client(String transport, LoopbackServer server) {
        return CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl(server.baseUrl())
                .transport(transport)
                .scheduler(time)
                .noTimeout(Timeout.TOTAL)
                .build();
    }

    @org.junit.jupiter.api.Timeout(30)
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void endsACallThatIsNeverAnswered(String transport) throws InterruptedException {
        CountDownLatch received = new CountDownLatch(1);
        ConnectionScript silent = connection -> {
            var unused = connection.readRequest();
            received.countDown();
            assertThat(connection.awaitClientClose()).isTrue();
        };
        try (LoopbackServer server = LoopbackServer.running(silent);
                CompletionsClient client = client(transport, server)) {
            CompletableFuture<?> stream = client.stream(REQUEST).collect();
            assertThat(received.await(20, TimeUnit.SECONDS)).isTrue();

            advanceUntilEnded(stream, Duration.ofMinutes(1));

            CallTimeoutException failure = failure(stream);
            assertThat(failure.timeout()).isEqualTo(Timeout.RESPONSE_HEADERS);
            assertThat(failure.limit()).isEqualTo(Duration.ofMinutes(1));
            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
        }
    }

    @org.junit.jupiter.api.Timeout(30)
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void endsAStreamThatStalls(String transport) throws InterruptedException {
        ConnectionScript stalling = connection -> {
            var unused = connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            connection.write("data: {\"choices\":[{\"index\":0,\"text\":\"half\"}]}\n\n");
            assertThat(connection.awaitClientClose()).isTrue();
        };
        try (LoopbackServer server = LoopbackServer.running(stalling);
                CompletionsClient client = client(transport, server)) {
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<?> stream = client.stream(REQUEST).forEach(chunk -> first.countDown());
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

            advanceUntilEnded(stream, Duration.ofSeconds(20));

            CallTimeoutException failure = failure(stream);
            assertThat(failure.timeout()).isEqualTo(Timeout.READ_IDLE);
            assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("half");
            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
        }
    }

    /** Advances the time until the call has ended, because its timer may start after the test has observed the call. */
    private void advanceUntilEnded(CompletableFuture<?> call, Duration step) {
        while (!call.isDone()) {
            time.advance(step);
        }
    }

    private static CallTimeoutException failure(CompletableFuture<?> call) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> Calls.join(call));
        assertThat(thrown).hasCauseInstanceOf(CallTimeoutException.class);
        return (CallTimeoutException) Objects.requireNonNull(thrown.getCause());
    }
}
