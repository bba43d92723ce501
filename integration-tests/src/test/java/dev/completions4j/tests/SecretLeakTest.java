// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.micrometer.CompletionsMetrics;
import dev.completions4j.micrometer.CompletionsObservations;
import dev.completions4j.testkit.recording.RecordingTransport;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.ProxyServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for secrets in exceptions, logs, meters, observations and recordings, over real sockets. */
class SecretLeakTest {

    private static final String KEY = "sk-key/signed=0001";
    private static final String HEADER = "gateway/header-secret";
    private static final String PASSWORD = "proxy/password-1";
    private static final String PROMPT = "My name is Zoe and my diagnosis is grave.";
    private static final String SUFFIX = "Signed by Zoe, who lives at 12 Elm Street.";
    private static final String COMPLETION = "Dear Zoe, we are sorry to hear of it";
    private static final String ECHO = KEY + " " + HEADER + " " + PROMPT + " " + SUFFIX;

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt(PROMPT).suffix(SUFFIX).build();
    private static final CallOptions OPTIONS =
            CallOptions.builder().header("X-Gateway", HEADER).build();

    @SuppressWarnings("JdkObsolete") // Several threads write to it.
    private final StringBuffer texts = new StringBuffer();

    private final Logger logger = Logger.getLogger("dev.completions4j");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            texts.append(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {
            // Not buffered.
        }

        @Override
        public void close() {
            // No resources.
        }
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    static Stream<Arguments> echoes() {
        String headers = "Server: " + ECHO + "\r\nX-Request-Id: " + ECHO + "\r\nRetry-After: " + ECHO
                + "\r\nX-RateLimit-Limit-Requests: " + ECHO + "\r\n";
        String error = "{\"error\":{\"message\":\"" + ECHO.replace("/", "\\/") + "\",\"type\":\"" + ECHO + "\"}}";
        return Stream.of(Wire.values())
                .flatMap(wire -> Stream.of(
                        Arguments.of(wire, "an error", Answers.whole("400 " + ECHO, headers, error)),
                        Arguments.of(
                                wire,
                                "a broken completion",
                                Answers.whole("200 OK", headers, Answers.completion(COMPLETION) + ECHO)),
                        Arguments.of(
                                wire,
                                "an error within a stream",
                                Answers.whole(
                                        "200 OK",
                                        headers + "Content-Type: text/event-stream\r\n",
                                        Answers.token(COMPLETION) + Answers.event(error))),
                        Arguments.of(
                                wire,
                                "a redirect",
                                Answers.whole(
                                        "302 Found", headers + "Location: http://127.0.0.1/?" + KEY + "\r\n", "")),
                        Arguments.of(wire, "no HTTP", "HTTP/9.9 " + ECHO + "\r\n\r\n"),
                        Arguments.of(wire, "an invalid status", "HTTP/1.1 " + ECHO + "\r\n\r\n"),
                        Arguments.of(wire, "a header without a colon", "HTTP/1.1 200 OK\r\n" + ECHO + "\r\n\r\n"),
                        Arguments.of(
                                wire, "an invalid length", "HTTP/1.1 200 OK\r\nContent-Length: " + ECHO + "\r\n\r\n"),
                        Arguments.of(wire, "an invalid chunk size", Answers.STREAM_HEAD + ECHO + "\r\n")));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("echoes")
    void nothingRevealsWhatAServerRepeats(Wire wire, String name, String answer) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RecordingTransport recorder = RecordingTransport.of(wire.transport());
        LoopbackServer server = wire.serve(connection -> {
            Objects.requireNonNull(connection.readRequest());
            connection.write(answer);
            connection.finish();
        });
        try (Session session = Session.of(
                CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(KEY)
                        .transport(recorder)
                        .discoverPlugins(false)
                        .retries(RetrySettings.off())
                        .listener(CompletionsMetrics.of(meters))
                        .listener(CompletionsObservations.of(observed()))
                        .build(),
                recorder,
                server)) {
            add(session.client().complete(REQUEST, OPTIONS));
            add(session.client().stream(REQUEST, OPTIONS).collect());
        }
        recorder.shutdown(Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
        meters.forEachMeter(meter -> texts.append(meter.getId()));
        assertThat(texts).contains("FAILED", "gen_ai.client.operation");
        assertNoneOf(KEY, "signed=", HEADER, "gateway", "diagnosis is", "Elm Street", "sorry to hear");

        Path file = folder.resolve("recording.json");
        recorder.recording().write(file);
        // Recordings contain prompts and completions by design.
        assertThat(Files.readString(file)).contains("diagnosis").doesNotContain("signed=", "gateway", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void nothingRevealsWhatAProxyRepeats(String transport) throws Exception {
        String basic = Base64.getEncoder().encodeToString(("someone:" + PASSWORD).getBytes(UTF_8));
        try (LoopbackServer proxy = LoopbackServer.running(connection -> {
            Objects.requireNonNull(connection.readRequest());
            String echo = PASSWORD + " " + basic;
            connection.write(Answers.whole(
                    "502 " + echo, "Server: " + echo + "\r\nX-Request-Id: " + echo + "\r\n", "no route: " + echo));
            connection.finish();
        })) {
            String[] hostAndPort = proxy.baseUrl().replaceAll("http://|/.*", "").split(":", 2);
            for (String baseUrl : List.of("http://model.example", "https://model.example")) {
                try (CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(baseUrl)
                        .transport(transport)
                        .discoverPlugins(false)
                        .retries(RetrySettings.off())
                        .proxy(ProxyServer.http(hostAndPort[0], Integer.parseInt(hostAndPort[1]))
                                .withCredentials("someone", PASSWORD))
                        .build()) {
                    add(client.complete(REQUEST));
                }
            }
        }
        assertThat(texts).contains("FAILED");
        assertNoneOf(PASSWORD, "password", basic);
    }

    private ObservationRegistry observed() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                texts.append(context).append(context.getAllKeyValues()).append(context.getError());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        return registry;
    }

    private void add(CompletableFuture<?> call) throws Exception {
        Throwable failure =
                Objects.requireNonNull(call.handle((result, thrown) -> thrown).get(20, TimeUnit.SECONDS), "no failure");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        texts.append(trace);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        texts.append(bytes.toString(ISO_8859_1));
    }

    private void assertNoneOf(String... secrets) {
        String all = texts.toString();
        for (String secret : secrets) {
            int at = all.indexOf(secret);
            assertThat(at < 0 ? "" : all.substring(Math.max(0, at - 300), Math.min(all.length(), at + 100)))
                    .as(secret)
                    .isEmpty();
        }
    }
}
