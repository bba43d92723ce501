// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Answers.DONE;
import static dev.completions4j.tests.Answers.lastToken;
import static dev.completions4j.tests.Answers.token;
import static dev.completions4j.tests.FrameServer.Connection.CONTINUATION;
import static dev.completions4j.tests.FrameServer.Connection.DATA;
import static dev.completions4j.tests.FrameServer.Connection.GOAWAY;
import static dev.completions4j.tests.FrameServer.Connection.HEADERS;
import static dev.completions4j.tests.FrameServer.Connection.WINDOW_UPDATE;
import static dev.completions4j.tests.Signals.complete;
import static dev.completions4j.tests.Signals.error;
import static dev.completions4j.tests.Signals.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HTTP/2 protocol violations by a server, over both transports: reported as such, or ended by a timeout as documented.
 */
@Tag("soak")
class HostileHttp2Test {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();
    private static final byte[] NOTHING = {};

    private static final List<String> WHOLE = List.of(next("one"), next("two"), complete());
    private static final List<String> ENDED = List.of(next("one"), error("NetworkException PROTOCOL after one"));
    private static final List<String> REFUSED = List.of(error("NetworkException PROTOCOL"));
    private static final List<String> SILENT = List.of(error("CallTimeoutException RESPONSE_HEADERS"));
    private static final List<String> IDLE = List.of(next("one"), error("CallTimeoutException READ_IDLE after one"));
    private static final List<String> CUT = List.of(next("one"), error("TruncatedStreamException after one"));

    /** The actions of the server after the request. */
    @FunctionalInterface
    private interface Effect {
        void apply(FrameServer.Connection connection, int stream, Signals observed)
                throws IOException, InterruptedException;
    }

    /**
     * A protocol violation.
     *
     * @param netty the signals that the caller observes over Netty
     * @param jdk the signals that the caller may observe over the JDK's client, according to the Javadoc of its
     *     transport
     */
    private record Row(String name, Effect effect, List<String> netty, Set<List<String>> jdk) {

        Set<List<String>> outcomes(Wire wire) {
            return wire == Wire.NETTY_TLS ? Set.of(netty) : jdk;
        }

        /** Whether only a timeout ends the call. */
        boolean endsByTimeout(Wire wire) {
            return outcomes(wire).stream()
                    .anyMatch(signals -> signals.get(signals.size() - 1).contains("Timeout"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Row> rows() {
        byte[] all = {127, -1, -1, -1};
        return Stream.of(
                new Row(
                        "two heads",
                        afterToken((connection, stream, observed) -> {
                            connection.head(stream);
                            rest(connection, stream);
                        }),
                        ENDED,
                        Set.of(WHOLE)),
                new Row(
                        "data before the head",
                        (connection, stream, observed) -> {
                            connection.data(stream, token("one"));
                            connection.head(stream);
                            rest(connection, stream);
                        },
                        REFUSED,
                        Set.of(WHOLE)),
                new Row(
                        "data without a head",
                        (connection, stream, observed) -> {
                            connection.data(stream, token("one"));
                            rest(connection, stream);
                        },
                        REFUSED,
                        Set.of(SILENT)),
                new Row(
                        "a window beyond 31 bits",
                        (connection, stream, observed) -> connection.write(WINDOW_UPDATE, 0, stream, all),
                        REFUSED,
                        Set.of(SILENT)),
                new Row(
                        "a window update of zero",
                        (connection, stream, observed) -> connection.write(WINDOW_UPDATE, 0, stream, new byte[4]),
                        REFUSED,
                        Set.of(SILENT)),
                new Row(
                        "a connection window beyond 31 bits",
                        (connection, stream, observed) -> connection.write(WINDOW_UPDATE, 0, 0, all),
                        REFUSED,
                        Set.of(REFUSED)),
                new Row(
                        "DATA without content",
                        afterToken((connection, stream, observed) -> connection.flood(DATA, 0, stream, NOTHING)),
                        ENDED,
                        Set.of(IDLE)),
                new Row(
                        "CONTINUATION without content",
                        (connection, stream, observed) -> {
                            connection.write(HEADERS, 0, stream, NOTHING);
                            connection.flood(CONTINUATION, 0, stream, NOTHING);
                        },
                        REFUSED,
                        Set.of(SILENT)),
                new Row(
                        "a graceful GOAWAY",
                        afterToken((connection, stream, observed) -> {
                            connection.write(GOAWAY, 0, 0, new byte[] {127, -1, -1, -1, 0, 0, 0, 0});
                            rest(connection, stream);
                        }),
                        WHOLE,
                        Set.of(WHOLE, CUT)));
    }

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> cells() {
        return Stream.of(Wire.JDK_TLS, Wire.NETTY_TLS).flatMap(wire -> rows().map(row -> Arguments.of(wire, row)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    void isReportedAsDocumented(Wire wire, Row row) throws Exception {
        Signals signals = new Signals();
        ManualTime time = new ManualTime();
        try (FrameServer server = new FrameServer(connection -> {
                    row.effect().apply(connection, connection.readRequest(), signals);
                    connection.awaitDisconnect();
                });
                Transport transport = wire.transport();
                CompletionsClient client = CompletionsClient.builder()
                        .retries(RetrySettings.off())
                        .baseUrl(server.baseUrl())
                        .transport(transport)
                        .scheduler(time)
                        .timeout(Timeout.RESPONSE_HEADERS, LIMIT)
                        .timeout(Timeout.READ_IDLE, LIMIT)
                        .noTimeout(Timeout.TOTAL)
                        .build()) {
            client.stream(REQUEST).subscribe(new SignalingSubscriber(signals));
            Set<List<String>> outcomes = row.outcomes(wire);
            int fewest = outcomes.stream().mapToInt(List::size).min().orElseThrow();
            if (row.endsByTimeout(wire)) {
                signals.await(fewest - 1);
                do {
                    time.advance(LIMIT);
                } while (!signals.awaitCount(fewest, Duration.ofMillis(1)));
            }
            assertThat(outcomes).contains(signals.awaitEnd());
        }
    }

    /** Delays an effect until the first token of a stream has been delivered. */
    private static Effect afterToken(Effect effect) {
        return (connection, stream, observed) -> {
            connection.head(stream);
            connection.data(stream, token("one"));
            observed.await(1);
            effect.apply(connection, stream, observed);
        };
    }

    private static void rest(FrameServer.Connection connection, int stream) throws IOException {
        connection.data(stream, lastToken("two") + DONE);
        connection.end(stream);
    }
}
