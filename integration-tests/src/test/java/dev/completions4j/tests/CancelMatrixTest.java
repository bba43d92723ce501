// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;
import static dev.completions4j.tests.Session.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every means to give up a call, at every phase of it. */
class CancelMatrixTest {

    private static final CompletionRequest SMALL = request("p");

    /** More than the buffers of both sockets take while the server reads nothing. */
    private static final CompletionRequest LARGE = request("p".repeat(8 * 1024 * 1024));

    private static final CompletionRequest BEFORE = request(PhaseScript.BEFORE);

    private static final CompletionRequest OTHER = request(PhaseScript.OTHER);

    /** What differs over TLS is how a connection is closed, not how that comes about. */
    private static final Set<Means> MEANS_OVER_TLS = Set.of(Means.CANCEL_SUBSCRIPTION, Means.CANCEL, Means.CLOSE);

    private static CompletionRequest request(String prompt) {
        return CompletionRequest.builder().model("m").prompt(prompt).build();
    }

    @SuppressWarnings("unused") // by its name
    static Stream<Arguments> cells() {
        Stream.Builder<Arguments> cells = Stream.builder();
        for (Wire wire : Wire.values()) {
            for (Phase phase : Phase.values()) {
                for (CallForm form : CallForm.values()) {
                    for (Means means : Means.values()) {
                        if (phase.has(form) && means.suits(form) && isWorthwhile(wire, phase, form, means)) {
                            cells.add(Arguments.of(wire, phase, form, means));
                        }
                    }
                }
            }
        }
        return cells.build();
    }

    private static boolean isWorthwhile(Wire wire, Phase phase, CallForm form, Means means) {
        if (phase == Phase.IN_TLS) {
            return wire.isTls();
        }
        if ((phase == Phase.CONNECTING || phase == Phase.ENDED) && means.closesClient()) {
            // Before Java 21 the JDK's client takes seconds.
            return !wire.isTls() && form == CallForm.SUBSCRIBE && means == Means.CLOSE;
        }
        return !wire.isTls() || (phase != Phase.CONNECTING && MEANS_OVER_TLS.contains(means));
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @MethodSource("cells")
    void closesTheConnectionAndTellsNoMore(Wire wire, Phase phase, CallForm form, Means means) throws Exception {
        PhaseScript script = new PhaseScript(phase);
        LoopbackServer server = wire.serve(script);
        try (Gate gate = phase.gateOf(server);
                Session session = Session.of(
                        wire,
                        server,
                        gate == null ? server.baseUrl() : gate.baseUrl(),
                        client -> phase.prepare(client, script))) {
            if (phase == Phase.QUEUED) {
                var unused = session.client().complete(BEFORE);
                script.awaitBefore();
            }
            CallInFlight call = new CallInFlight(session.client(), phase, means);
            form.start(phase == Phase.HALF_WRITTEN ? LARGE : SMALL, call);
            awaitPhase(call, form, script, gate);
            if (phase != Phase.IN_ON_SUBSCRIBE && phase != Phase.IN_ON_NEXT) {
                call.giveUp();
            }
            script.release();

            awaitHangUp(phase, server, gate);
            call.signals().await(expectedSignals(phase, form, means).size());
            checkOtherCalls(session, phase, means);
            if (phase == Phase.CONNECTING) {
                checkGate(Objects.requireNonNull(gate), session, means);
            }
            assertThat(call.signals().all()).isEqualTo(expectedSignals(phase, form, means));
        }
    }

    private static void awaitPhase(CallInFlight call, CallForm form, PhaseScript script, @Nullable Gate gate)
            throws IOException, InterruptedException {
        switch (call.phase()) {
            case CONNECTING -> Objects.requireNonNull(gate).awaitConnecting(1);
            case IN_TLS -> Objects.requireNonNull(gate).awaitArrival();
            case QUEUED, HALF_WRITTEN, BEFORE_HEAD, IN_BACK_OFF -> script.awaitReached();
            case BEFORE_DEMAND -> {
                script.awaitReached();
                // The head comes in while another call goes to and fro.
                join(call.client().complete(OTHER));
            }
            case BETWEEN_CHUNKS -> {
                script.awaitReached();
                call.signals().await(call.phase().signals(form).size());
            }
            case DRAINING, ENDED ->
                call.signals().await(call.phase().signals(form).size());
            default -> {
                // The call gives itself up, or is given up whatever its phase.
            }
        }
    }

    private static void awaitHangUp(Phase phase, LoopbackServer server, @Nullable Gate gate)
            throws IOException, InterruptedException {
        if (phase == Phase.IN_TLS) {
            Objects.requireNonNull(gate).awaitHangUp();
        }
        if (gate != null) {
            gate.open();
        } else if (phase.holdsConnection()) {
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    private static List<String> expectedSignals(Phase phase, CallForm form, Means means) {
        List<String> expected = new ArrayList<>(phase.signals(form));
        if (phase.isAfterTheEnd()) {
            return expected;
        }
        String partial = expected.isEmpty() || !means.closesClient() ? "" : " after " + PhaseScript.FIRST;
        means.outcome().forEach(signal -> expected.add(signal + partial));
        return expected;
    }

    private static void checkOtherCalls(Session session, Phase phase, Means means) throws InterruptedException {
        CompletableFuture<Completion> other = session.client().complete(OTHER);
        LoopbackServer server = session.server();
        if (means.closesClient()) {
            assertThatThrownBy(() -> join(other)).hasCauseInstanceOf(ClientClosedException.class);
        } else {
            assertThat(join(other).text()).isEqualTo(PhaseScript.OTHER);
            // The server closed the other call's, so that none is left to wait for a further one; unless the cancel
            // came
            // when a connection had just become ready, which the pool keeps, over TLS for longer than a test waits.
            assertThat(phase == Phase.AT_ONCE || server.awaitNoConnections(PATIENCE))
                    .isTrue();
        }
        int usable = means.closesClient() && phase != Phase.ENDED ? 0 : 1;
        if (phase == Phase.AT_ONCE) {
            assertThat(server.connections()).isBetween(usable, usable + 1);
        } else {
            assertThat(server.connections()).isEqualTo(phase.connectionsUsedUp() + usable);
        }
    }

    private static void checkGate(Gate gate, Session session, Means means) throws IOException, InterruptedException {
        // The JDK's client closes what is not connected yet when it turns to its next event, such as the other call.
        gate.awaitConnecting(0);
        if (!means.closesClient()) {
            // Had the call connected after all, it would have come before this one.
            join(session.client().complete(OTHER));
            assertThat(gate.clients()).isEqualTo(2);
        }
    }
}
