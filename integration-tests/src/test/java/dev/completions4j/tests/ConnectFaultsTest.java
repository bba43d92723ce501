// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.RequestProgress;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults before a connection is established: nothing is sent, and the next call reaches the server. */
class ConnectFaultsTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt(FaultScript.OTHER).build();

    /** Short where the connect timeout is tested; long elsewhere, for slow machines. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> cells() {
        return Arrays.stream(Wire.values())
                .flatMap(wire -> Arrays.stream(ConnectFault.values())
                        .filter(fault -> fault.appliesTo(wire))
                        .map(fault -> Arguments.of(wire, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    void sendsNothingAndDoesNotAffectOtherCalls(Wire wire, ConnectFault fault) throws Exception {
        Signals signals = new Signals();
        FaultScript script = new FaultScript((connection, observed, time) -> {}, signals, new ManualTime());
        LoopbackServer server = server(wire, script);
        try (LoopbackServer impostor = fault.impostor();
                Gate gate = fault.gate(server, impostor);
                Session session = Session.of(client(wire, fault, gate.baseUrl() + script.path()), server)) {
            signals.addEndOf(session.client().complete(REQUEST));

            assertThat(signals.await(1)).containsExactly(Signals.error("NetworkException " + fault.kind()));
            assertThat(signals.failures())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            NetworkException.class,
                            failure -> assertThat(failure.progress()).isEqualTo(RequestProgress.NOT_SENT))
                    .satisfies(failure -> assertThat(failure).hasMessageContaining(fault.words()));
            Secrets.assertNotShown(Faults.KEY, signals.failures());
            if (impostor != null) {
                assertThat(impostor.awaitNoConnections(Session.PATIENCE)).isTrue();
                assertThat(impostor.requests()).isEmpty();
            }
            gate.open();
            assertThat(join(session.client().complete(REQUEST)).text()).isEqualTo(FaultScript.OTHER);
            assertThat(server.requests()).hasSize(1);
            assertThat(signals.all()).hasSize(1);
        }
    }

    private static LoopbackServer server(Wire wire, FaultScript script) throws Exception {
        return wire.isTls()
                ? LoopbackServer.running(script, Certificates.VALID.serverContext())
                : LoopbackServer.running(script);
    }

    private static CompletionsClient client(Wire wire, ConnectFault fault, String baseUrl) throws Exception {
        return CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl(baseUrl)
                .apiKey(Faults.KEY)
                .transport(wire.transportName())
                .sslContext(Certificates.clientContext())
                .connectTimeout(fault == ConnectFault.SILENCE ? SHORT : Session.PATIENCE)
                .build();
    }
}
