// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;
import static dev.completions4j.tests.Session.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.tests.Ending.ConnectionState;
import dev.completions4j.transport.Transport;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a server, over every wire: reported once, with its kind, without secrets; the next call is not
 * affected.
 */
@Tag("soak")
class FaultMatrixTest {

    private static final CompletionRequest OTHER =
            CompletionRequest.builder().model("m").prompt(FaultScript.OTHER).build();

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> cells() {
        return Arrays.stream(Wire.values())
                .flatMap(wire -> Stream.concat(Faults.all(), HostileFaults.all())
                        .filter(fault -> fault.wires().contains(wire))
                        .flatMap(fault -> fault.forms().stream().map(form -> Arguments.of(wire, form, fault))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cells")
    void isReportedOnceAndDoesNotAffectOtherCalls(Wire wire, CallForm form, Fault fault) throws Exception {
        Fault.Outcome outcome = fault.outcome(wire);
        Signals signals = new Signals();
        ManualTime time = new ManualTime();
        FaultScript script = new FaultScript(fault.effect(), signals, time);
        LoopbackServer server = wire.serve(script);
        WatchedTransport transport = new WatchedTransport(wire.transport());
        try (Session session =
                Session.of(client(server.baseUrl() + script.path(), transport, time), transport, server)) {
            start(form, session.client(), fault.request(), signals);

            assertThat(signals.await(outcome.signals().size())).isEqualTo(outcome.signals());
            checkFailure(signals, outcome);
            assertThat(transport.awaitNoExchanges(PATIENCE)).isTrue();
            if (outcome.connection() == ConnectionState.CLOSED) {
                assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            }
            checkOtherCall(session, outcome.connection());
            assertThat(server.requests()).extracting(ReceivedRequest::target).containsOnly(script.target());
            assertThat(signals.all()).isEqualTo(outcome.signals());
        }
    }

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> retryAfters() {
        String date = "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n";
        Map<String, Duration> forms = Map.of(
                "Retry-After: 2\r\n",
                Duration.ofSeconds(2),
                "Retry-After: 1.5\r\n",
                Duration.ofMillis(1500),
                "Retry-After: 9\r\nRetry-After-Ms: 250\r\n",
                Duration.ofMillis(250),
                date + "Retry-After: Sun, 22 Nov 2026 12:00:30 GMT\r\n",
                Duration.ofSeconds(30));
        List<String> others = List.of(
                "Retry-After: -1\r\n",
                "Retry-After: NaN\r\n",
                "Retry-After: 1\r\nRetry-After: 2\r\n",
                date + "Retry-After: Sun, 22 Nov 2026 11:59:30 GMT\r\n");
        return Arrays.stream(Wire.values())
                .flatMap(wire -> Stream.concat(
                        forms.entrySet().stream().map(form -> Arguments.of(wire, form.getKey(), form.getValue())),
                        others.stream().map(form -> Arguments.of(wire, form, null))));
    }

    @ParameterizedTest
    @MethodSource("retryAfters")
    void parsesAllFormsOfRetryAfter(Wire wire, String headers, @Nullable Duration expected) throws Exception {
        Signals signals = new Signals();
        LoopbackServer server = wire.serve(connection -> {
            var unused = connection.readRequest();
            connection.write(Answers.whole("429 Slow down", headers + "Connection: close\r\n", ""));
        });
        try (Session session = Session.of(wire.transport(), server, server.baseUrl())) {
            signals.addEndOf(session.client().complete(OTHER));

            assertThat(signals.await(1)).containsExactly(Signals.error("ApiException RATE_LIMIT"));
            ApiException failure = (ApiException) signals.failures().get(0);
            assertThat(Objects.requireNonNull(failure.response()).retryAfter()).isEqualTo(expected);
        }
    }

    private static CompletionsClient client(String baseUrl, Transport transport, ManualTime time) {
        return CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl(baseUrl)
                .apiKey(Faults.KEY)
                .transport(transport)
                .scheduler(time)
                .timeout(Timeout.RESPONSE_HEADERS, Faults.HEAD_LIMIT)
                .noTimeout(Timeout.TOTAL)
                .build();
    }

    private static void start(CallForm form, CompletionsClient client, CompletionRequest request, Signals signals) {
        if (form == CallForm.SUBSCRIBE) {
            client.stream(request).subscribe(new SignalingSubscriber(signals));
            return;
        }
        var unused = client.complete(request).whenComplete((completion, failure) -> {
            if (failure == null) {
                signals.add(Signals.next(completion.text()));
                signals.add(Signals.complete());
            } else {
                signals.add(failure);
            }
        });
    }

    private static void checkFailure(Signals signals, Fault.Outcome outcome) {
        Secrets.assertNotShown(Faults.KEY, signals.failures());
        for (Throwable failure : signals.failures()) {
            if (failure instanceof NetworkException network) {
                assertThat(network.progress()).isEqualTo(outcome.progress());
            }
        }
    }

    private static void checkOtherCall(Session session, ConnectionState connection) throws InterruptedException {
        assertThat(join(session.client().complete(OTHER)).text()).isEqualTo(FaultScript.OTHER);
        LoopbackServer server = session.server();
        // The server closed the connection of the other call, so there is no other connection to wait for.
        assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
        int fewest = connection == ConnectionState.CLOSED ? 2 : 1;
        int most = connection == ConnectionState.KEPT ? 1 : 2;
        assertThat(server.connections()).isBetween(fewest, most);
    }
}
