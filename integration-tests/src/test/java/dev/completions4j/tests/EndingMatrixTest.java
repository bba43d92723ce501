// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;
import static dev.completions4j.tests.Session.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.tests.Ending.ConnectionState;
import dev.completions4j.transport.Transport;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ending of a response: every transport reports the same, once, and the next call is not affected. */
@Tag("soak")
class EndingMatrixTest {

    private static final CompletionRequest REQUEST = request("p");
    private static final String OTHER = "other";

    private static CompletionRequest request(String prompt) {
        return CompletionRequest.builder().model("m").prompt(prompt).build();
    }

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> cells() {
        return Arrays.stream(Wire.values())
                .flatMap(wire -> endings(wire).map(ending -> Arguments.of(wire, ending.form(), ending)));
    }

    private static Stream<Ending> endings(Wire wire) {
        // The JDK's client accepts any end of the connection as the end of a body without length.
        return wire == Wire.NETTY_TLS ? Stream.concat(Endings.all(), Endings.overTls()) : Endings.all();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cells")
    void isReportedOnceAndDoesNotAffectOtherCalls(Wire wire, CallForm form, Ending ending) throws Exception {
        Signals signals = new Signals();
        LoopbackServer server = wire.serve(script(ending, signals));
        WatchedTransport transport = new WatchedTransport(wire.transport());
        CompletionsClient client = client(transport, server, ending.connection());
        try (Session session = Session.of(client, transport, server)) {
            start(form, session.client(), signals);

            assertThat(signals.await(ending.signals().size())).isEqualTo(ending.signals());
            assertThat(transport.awaitNoExchanges(PATIENCE)).isTrue();
            assertThat(join(session.client().complete(request(OTHER))).text()).isEqualTo(OTHER);
            // The server closed the connection of the other call, so there is no other connection to wait for.
            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            int fewest = ending.connection() == ConnectionState.CLOSED ? 2 : 1;
            int most = ending.connection() == ConnectionState.KEPT ? 1 : 2;
            assertThat(server.connections()).isBetween(fewest, most);
            assertThat(signals.all()).isEqualTo(ending.signals());
        }
    }

    @ParameterizedTest
    @EnumSource
    void consecutiveStreamsShareAConnection(Wire wire) throws Exception {
        int streams = 5;
        LoopbackServer server = wire.serve(connection -> {
            for (int i = 0; i < streams; i++) {
                var unused = connection.readRequest();
                connection.write(Answers.STREAM_HEAD
                        + Answers.chunk(Answers.lastToken("one") + Answers.DONE)
                        + Answers.LAST_CHUNK);
            }
        });
        WatchedTransport transport = new WatchedTransport(wire.transport());
        CompletionsClient client = client(transport, server, ConnectionState.KEPT);
        try (Session session = Session.of(client, transport, server)) {
            for (int i = 0; i < streams; i++) {
                assertThat(join(session.client().stream(REQUEST).collect()).text())
                        .isEqualTo("one");
                assertThat(transport.awaitNoExchanges(PATIENCE)).isTrue();
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Without time where the connection is kept, since a busy machine may read the end of a body too late for that. */
    private static CompletionsClient client(Transport transport, LoopbackServer server, ConnectionState connection) {
        return CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl(server.baseUrl())
                .transport(transport)
                .scheduler(connection == ConnectionState.KEPT ? new ManualTime() : null)
                .build();
    }

    private static void start(CallForm form, CompletionsClient client, Signals signals) {
        if (form == CallForm.COMPLETE) {
            signals.addEndOf(client.complete(REQUEST));
        } else {
            client.stream(REQUEST).subscribe(new SignalingSubscriber(signals));
        }
    }

    private static ConnectionScript script(Ending ending, Signals signals) {
        return connection -> {
            for (ReceivedRequest request = connection.readRequest();
                    request != null;
                    request = connection.readRequest()) {
                if (request.bodyText().contains(OTHER)) {
                    connection.write(Answers.lastJson(Answers.completion(OTHER)));
                    return;
                }
                ending.answer().send(connection, signals);
            }
        };
    }
}
