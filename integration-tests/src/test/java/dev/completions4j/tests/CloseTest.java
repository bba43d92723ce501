// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.client;
import static dev.completions4j.tests.Calls.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ClientClosedException;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are created and closed repeatedly. */
class CloseTest {

    private static final int CLIENTS = 50;
    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();
    private static final String BEGINNING = Answers.STREAM_HEAD + Answers.chunk(Answers.token("one"));
    private static final String END = Answers.chunk(Answers.lastToken("two") + Answers.DONE) + Answers.LAST_CHUNK;
    private static final List<String> SIGNALS_OF_ABORTED =
            List.of(Signals.next("one"), Signals.error("ClientClosedException after one"));

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void leaveNothingBehindWhenClosedDuringAStream(String transport) throws Exception {
        Leftovers leftovers = new Leftovers();
        try (LoopbackServer server = LoopbackServer.running(stallingDuringAStream())) {
            for (int i = 0; i < CLIENTS; i++) {
                Signals signals = new Signals();
                try (CompletionsClient client = client(transport, server)) {
                    client.stream(REQUEST).subscribe(new SignalingSubscriber(signals));
                    signals.await(1);
                }
                assertThat(signals.await(2)).isEqualTo(SIGNALS_OF_ABORTED);
            }
            leftovers.assertNone(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void leaveNothingBehindWhenClosedAfterTheStream(String transport) throws Exception {
        Leftovers leftovers = new Leftovers();
        try (LoopbackServer server = LoopbackServer.running(answeringAll())) {
            for (int i = 0; i < CLIENTS; i++) {
                Signals signals = new Signals();
                try (CompletionsClient client = client(transport, server)) {
                    client.stream(REQUEST).subscribe(new SignalingSubscriber(signals));
                    assertThat(signals.await(3))
                            .containsExactly(Signals.next("one"), Signals.next("two"), Signals.complete());
                }
            }
            leftovers.assertNone(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void leaveNothingBehindWhenClosedInsideACallback(String transport) throws Exception {
        Leftovers leftovers = new Leftovers();
        try (LoopbackServer server = LoopbackServer.running(stallingDuringAStream())) {
            for (int i = 0; i < CLIENTS; i++) {
                Signals signals = new Signals();
                CompletionsClient client = client(transport, server);
                client.stream(REQUEST).subscribe(new SignalingSubscriber(signals) {
                    @Override
                    public void onNext(CompletionChunk chunk) {
                        super.onNext(chunk);
                        client.close();
                    }
                });
                assertThat(signals.await(2)).isEqualTo(SIGNALS_OF_ABORTED);
            }
            leftovers.assertNone(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void rejectCallsAfterClose(String transport) {
        try (LoopbackServer server = LoopbackServer.running(answeringAll())) {
            CompletionsClient client = client(transport, server);
            client.close();
            client.close();

            for (CompletableFuture<?> call : List.of(
                    client.complete(REQUEST),
                    client.stream(REQUEST).collect(),
                    client.stream(REQUEST).forEach(chunk -> {}),
                    client.models())) {
                assertThatThrownBy(() -> join(call)).hasCauseInstanceOf(ClientClosedException.class);
            }
            assertThat(server.connections()).isZero();
        }
    }

    private static ConnectionScript stallingDuringAStream() {
        return connection -> {
            var unused = connection.readRequest();
            connection.write(BEGINNING);
            connection.awaitClientClose();
        };
    }

    private static ConnectionScript answeringAll() {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(BEGINNING + END);
            }
        };
    }
}
