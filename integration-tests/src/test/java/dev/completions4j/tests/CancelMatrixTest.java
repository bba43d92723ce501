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

/** Every way to cancel a call, in every phase. */
class CancelMatrixTest {

    private static final CompletionRequest SMALL = request("p");

    /** Exceeds the buffers of both sockets while the server does not read. */
    private static final CompletionRequest LARGE = request("p".repeat(8 * 1024 * 1024));

    private static final CompletionRequest BEFORE = request(PhaseScript.BEFORE);

    private static final CompletionRequest OTHER = request(PhaseScript.OTHER);

    /** Over TLS, only the way in which a connection is closed differs, not the reason for it. */
    private static final Set<Cancellation> CANCELLATIONS_OVER_TLS =
            Set.of(Cancellation.CANCEL_SUBSCRIPTION, Cancellation.CANCEL, Cancellation.CLOSE);

    private static CompletionRequest request(String prompt) {
        return CompletionRequest.builder().model("m").prompt(prompt).build();
    }

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> cells() {
        Stream.Builder<Arguments> cells = Stream.builder();
        for (Wire wire : Wire.values()) {
            for (Phase phase : Phase.values()) {
                for (CallForm form : CallForm.values()) {
                    for (Cancellation cancellation : Cancellation.values()) {
                        if (phase.has(form)
                                && cancellation.supports(form)
                                && isWorthwhile(wire, phase, form, cancellation)) {
                            cells.add(Arguments.of(wire, phase, form, cancellation));
                        }
                    }
                }
            }
        }
        return cells.build();
    }

    private static boolean isWorthwhile(Wire wire, Phase phase, CallForm form, Cancellation cancellation) {
        if (phase == Phase.IN_TLS) {
            return wire.isTls();
        }
        if ((phase == Phase.CONNECTING || phase == Phase.ENDED) && cancellation.closesClient()) {
            // Before Java 21, the JDK's client takes seconds.
            return !wire.isTls() && form == CallForm.SUBSCRIBE && cancellation == Cancellation.CLOSE;
        }
        return !wire.isTls() || (phase != Phase.CONNECTING && CANCELLATIONS_OVER_TLS.contains(cancellation));
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @MethodSource("cells")
    void closesTheConnectionAndSignalsNothingMore(Wire wire, Phase phase, CallForm form, Cancellation cancellation)
            throws Exception {
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
            CallInFlight call = new CallInFlight(session.client(), phase, cancellation);
            form.start(phase == Phase.HALF_WRITTEN ? LARGE : SMALL, call);
            awaitPhase(call, form, script, gate);
            if (phase != Phase.IN_ON_SUBSCRIBE && phase != Phase.IN_ON_NEXT) {
                call.cancel();
            }
            script.release();

            awaitHangUp(phase, server, gate);
            call.signals().await(expectedSignals(phase, form, cancellation).size());
            checkOtherCalls(session, phase, cancellation);
            if (phase == Phase.CONNECTING) {
                checkGate(Objects.requireNonNull(gate), session, cancellation);
            }
            assertThat(call.signals().all()).isEqualTo(expectedSignals(phase, form, cancellation));
        }
    }

    private static void awaitPhase(CallInFlight call, CallForm form, PhaseScript script, @Nullable Gate gate)
            throws IOException, InterruptedException {
        switch (call.phase()) {
            case CONNECTING -> Objects.requireNonNull(gate).awaitConnecting(1);
            case IN_TLS -> Objects.requireNonNull(gate).awaitArrival();
            case QUEUED, HALF_WRITTEN, BEFORE_HEAD, IN_BACKOFF -> script.awaitReached();
            case BEFORE_DEMAND -> {
                script.awaitReached();
                // The head arrives during another call.
                join(call.client().complete(OTHER));
            }
            case BETWEEN_CHUNKS -> {
                script.awaitReached();
                call.signals().await(call.phase().signals(form).size());
            }
            case DRAINING, ENDED ->
                call.signals().await(call.phase().signals(form).size());
            default -> {
                // The call cancels itself, or is cancelled in whatever phase it is.
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

    private static List<String> expectedSignals(Phase phase, CallForm form, Cancellation cancellation) {
        List<String> expected = new ArrayList<>(phase.signals(form));
        if (phase.isAfterTheEnd()) {
            return expected;
        }
        String partial = expected.isEmpty() || !cancellation.closesClient() ? "" : " after " + PhaseScript.FIRST;
        cancellation.outcome().forEach(signal -> expected.add(signal + partial));
        return expected;
    }

    private static void checkOtherCalls(Session session, Phase phase, Cancellation cancellation)
            throws InterruptedException {
        CompletableFuture<Completion> other = session.client().complete(OTHER);
        LoopbackServer server = session.server();
        if (cancellation.closesClient()) {
            assertThatThrownBy(() -> join(other)).hasCauseInstanceOf(ClientClosedException.class);
        } else {
            assertThat(join(other).text()).isEqualTo(PhaseScript.OTHER);
            // The server closed the connection of the other call, so no connection remains that could wait for a
            // further call. The exception: the cancel came when a connection had just become ready, which the pool
            // keeps, over TLS for longer than a test waits.
            assertThat(phase == Phase.IMMEDIATELY || server.awaitNoConnections(PATIENCE))
                    .isTrue();
        }
        int usable = cancellation.closesClient() && phase != Phase.ENDED ? 0 : 1;
        if (phase == Phase.IMMEDIATELY) {
            assertThat(server.connections()).isBetween(usable, usable + 1);
        } else {
            assertThat(server.connections()).isEqualTo(phase.connectionsUsedUp() + usable);
        }
    }

    private static void checkGate(Gate gate, Session session, Cancellation cancellation)
            throws IOException, InterruptedException {
        // The JDK's client closes pending connections only when it processes its next event, such as the other call.
        gate.awaitConnecting(0);
        if (!cancellation.closesClient()) {
            // If the call had connected after all, it would have arrived before this one.
            join(session.client().complete(OTHER));
            assertThat(gate.clients()).isEqualTo(2);
        }
    }
}
