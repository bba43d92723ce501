// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.recording.Recording;
import dev.completions4j.testkit.recording.RecordingTransport;
import dev.completions4j.testkit.recording.ReplayTransport;
import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replayed recording gives a client the signals that it received from the server, over every transport. */
class RecordAndReplayTest {

    private static final String KEY = "sk-never-in-a-file";
    private static final CompletionRequest REQUEST = CompletionRequest.builder()
            .model("m")
            .prompt("Once upon a time")
            .n(2)
            .logprobs(2)
            .build();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("recording.json");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsReplayedChunkByChunk(Wire wire) throws Exception {
        FakeModel model = FakeModel.builder().build();

        Observed observed = record(wire, FakeEndpoint.of(model).requiringKey(KEY));
        assertThat(observed.chunks()).hasSizeGreaterThan(10);
        assertThat(observed.end()).isEqualTo(Signals.complete());
        assertThat(replay()).isEqualTo(observed);
        assertThat(Files.readString(file))
                .contains("Once upon a time", "data: {")
                .doesNotContain(KEY);
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedStreamIsReplayedTruncated(Wire wire) throws Exception {
        Observed observed = record(wire, connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n"
                    + Answers.token("half"));
            connection.cut();
        });

        assertThat(observed.end()).contains("after half");
        assertThat(replay()).isEqualTo(observed);
    }

    @ParameterizedTest
    @EnumSource
    void anErrorIsReplayedAsAnError(Wire wire) throws Exception {
        Observed observed =
                record(wire, FakeEndpoint.of(FakeModel.builder().build()).requiringKey("another"));

        assertThat(observed.end()).isEqualTo("error ApiException AUTHENTICATION");
        assertThat(replay()).isEqualTo(observed);
    }

    @Test
    void aRefusedConnectionIsReplayedRefused() throws Exception {
        try (ClosedPort port = new ClosedPort()) {
            Observed observed = record(Wire.JDK, port.baseUrl());

            assertThat(observed.end()).contains("NetworkException");
            assertThat(replay()).isEqualTo(observed);
        }
    }

    /** What a subscriber received: the chunks, then how the stream ended. */
    private record Observed(List<CompletionChunk> chunks, String end) {}

    private Observed record(Wire wire, ConnectionScript script) throws Exception {
        try (LoopbackServer server = wire.serve(script)) {
            return record(wire, server.baseUrl());
        }
    }

    private Observed record(Wire wire, String baseUrl) throws Exception {
        RecordingTransport recorder = RecordingTransport.of(wire.transport());
        Observed observed = stream(recorder, baseUrl);
        recorder.shutdown(Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
        recorder.recording().write(file);
        return observed;
    }

    private Observed replay() throws Exception {
        try (ReplayTransport replay = ReplayTransport.of(Recording.read(file))) {
            Observed observed = stream(replay, "http://localhost");
            replay.verify();
            return observed;
        }
    }

    private static Observed stream(Transport transport, String baseUrl) throws Exception {
        try (CompletionsClient client = CompletionsClient.builder()
                .transport(transport)
                .baseUrl(baseUrl)
                .apiKey(KEY)
                .build()) {
            List<CompletionChunk> chunks = new ArrayList<>();
            CompletableFuture<String> end = client.stream(REQUEST)
                    .forEach(chunks::add)
                    .handle((done, failure) -> failure == null ? Signals.complete() : Signals.error(failure));
            String ended = end.get(20, TimeUnit.SECONDS);
            return new Observed(List.copyOf(chunks), ended);
        }
    }
}
