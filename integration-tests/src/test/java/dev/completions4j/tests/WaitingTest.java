// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A callback that calls the client and waits for the response, on the thread that would deliver it. */
class WaitingTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();

    private static Session session(Wire wire, UnaryOperator<CompletionsClient.Builder> settings) {
        LoopbackServer server = wire.isTls()
                ? LoopbackServer.serving(FakeModel.builder().build(), TestCertificate.serverContext())
                : LoopbackServer.serving(FakeModel.builder().build());
        return Session.of(wire, server, server.baseUrl(), settings);
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void failsImmediatelyOnAnIoThread(Wire wire) {
        try (Session session = session(wire, UnaryOperator.identity())) {
            CompletionsClient client = session.client();
            // A dependent stage of a future that has already completed would run on this thread, which may wait.
            CompletableFuture<?> joining = client.stream(REQUEST)
                    .forEach(chunk -> client.complete(REQUEST).join());
            assertFailed(joining);
            CompletableFuture<?> collecting = client.stream(REQUEST)
                    .forEach(chunk -> client.stream(REQUEST).collect().join());
            assertFailed(collecting);
            CompletableFuture<?> iterating = client.stream(REQUEST).forEach(chunk -> {
                try (ChunkIterator chunks = client.stream(REQUEST).blockingIterator()) {
                    var unused = chunks.hasNext();
                }
            });
            assertFailed(iterating);

            assertThat(client.complete(REQUEST).orTimeout(20, TimeUnit.SECONDS).join())
                    .isNotNull();
        }
    }

    private static void assertFailed(CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.orTimeout(20, TimeUnit.SECONDS).join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("delivers responses")
                .hasMessageContaining("executor");
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void isAllowedOnAnExecutor(Wire wire) {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (Session session = session(wire, builder -> builder.executor(executor))) {
            CompletionsClient client = session.client();
            CompletableFuture<Completion> joining = client.complete(REQUEST)
                    .thenApply(first -> client.complete(REQUEST).join());

            assertThat(joining.orTimeout(20, TimeUnit.SECONDS).join()).isNotNull();
        } finally {
            executor.shutdown();
        }
    }
}
