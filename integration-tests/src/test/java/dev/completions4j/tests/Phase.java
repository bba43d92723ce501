// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import dev.completions4j.FailedAttempt;
import dev.completions4j.RetrySettings;
import dev.completions4j.observe.CallListener;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a call has come when it is given up. */
enum Phase {
    /** Inside {@code onSubscribe}, before anything is sent. */
    IN_ON_SUBSCRIBE(0),
    /** While another call is in flight, and no more may be. */
    QUEUED(1),
    /** As soon as the caller can, whatever has happened by then: a connection was made, or none. */
    AT_ONCE(0),
    /** Before the server has accepted the connection. */
    CONNECTING(0),
    /** Before the server has answered the handshake. */
    IN_TLS(0),
    HALF_WRITTEN(1),
    BEFORE_HEAD(1),
    /** After an error that will pass, before the request is sent again. */
    IN_BACK_OFF(1),
    /** After the head, before the subscriber asks for anything. */
    BEFORE_DEMAND(2),
    /** In the midst of the body. */
    BETWEEN_CHUNKS(1),
    /** Inside the first call with a chunk; others have arrived with it. */
    IN_ON_NEXT(1),
    /** After {@code [DONE]}, before the body's end. */
    DRAINING(1),
    ENDED(0);

    private final int connectionsUsedUp;

    Phase(int connectionsUsedUp) {
        this.connectionsUsedUp = connectionsUsedUp;
    }

    /** Whether calls of that form have such a phase. */
    boolean has(CallForm form) {
        return switch (this) {
            case IN_ON_SUBSCRIBE, BEFORE_DEMAND -> form == CallForm.SUBSCRIBE;
            case IN_ON_NEXT, DRAINING -> form != CallForm.COMPLETE;
            default -> true;
        };
    }

    /** How many of the server's connections no later call can use. */
    int connectionsUsedUp() {
        return connectionsUsedUp;
    }

    /** Whether the server has a connection that giving up must close. */
    boolean holdsConnection() {
        return switch (this) {
            case HALF_WRITTEN, BEFORE_HEAD, BEFORE_DEMAND, BETWEEN_CHUNKS, IN_ON_NEXT, DRAINING -> true;
            default -> false;
        };
    }

    /** Whether the caller has had its last signal. */
    boolean isAfterTheEnd() {
        return this == DRAINING || this == ENDED;
    }

    /** What a client needs so that its calls have such a phase; notifies the script once they have reached it. */
    CompletionsClient.Builder prepare(CompletionsClient.Builder client, PhaseScript script) {
        return switch (this) {
            case QUEUED ->
                client.maxInFlight(1).listener(call -> new CallListener() {
                    @Override
                    public void onQueued() {
                        script.reach();
                    }
                });
            case IN_BACK_OFF ->
                client.retries(RetrySettings.defaults()).listener(call -> new CallListener() {
                    @Override
                    public void onRetry(FailedAttempt failed) {
                        script.reach();
                    }
                });
            default -> client;
        };
    }

    /** What the caller has observed until then. */
    List<String> signals(CallForm form) {
        if (isAfterTheEnd()) {
            return form == CallForm.COMPLETE
                    ? List.of(Signals.complete())
                    : List.of(Signals.next(PhaseScript.FIRST), Signals.complete());
        }
        boolean hasChunk = (this == BETWEEN_CHUNKS || this == IN_ON_NEXT) && form != CallForm.COMPLETE;
        return hasChunk ? List.of(Signals.next(PhaseScript.FIRST)) : List.of();
    }

    /** What stands before the server; null if nothing does. */
    @Nullable Gate gateOf(LoopbackServer server) throws IOException {
        return switch (this) {
            case CONNECTING -> Gate.shut(server);
            case IN_TLS -> Gate.silent(server);
            default -> null;
        };
    }
}
