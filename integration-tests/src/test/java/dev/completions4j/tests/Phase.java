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

/** The progress of a call when it is cancelled. */
enum Phase {
    /** Inside {@code onSubscribe}, before anything is sent. */
    IN_ON_SUBSCRIBE(0),
    /** While another call is in flight, at the concurrency limit. */
    QUEUED(1),
    /** Immediately after the call was started, whether or not a connection was established. */
    IMMEDIATELY(0),
    /** Before the server has accepted the connection. */
    CONNECTING(0),
    /** Before the server has responded to the handshake. */
    IN_TLS(0),
    HALF_WRITTEN(1),
    BEFORE_HEAD(1),
    /** After a retryable error, before the retry. */
    IN_BACKOFF(1),
    /** After the head, before the subscriber requests anything. */
    BEFORE_DEMAND(2),
    /** Within the body. */
    BETWEEN_CHUNKS(1),
    /** Inside the first {@code onNext}; more chunks have arrived already. */
    IN_ON_NEXT(1),
    /** After {@code [DONE]}, before the end of the body. */
    DRAINING(1),
    ENDED(0);

    private final int connectionsUsedUp;

    Phase(int connectionsUsedUp) {
        this.connectionsUsedUp = connectionsUsedUp;
    }

    /** Returns whether calls of a form have this phase. */
    boolean has(CallForm form) {
        return switch (this) {
            case IN_ON_SUBSCRIBE, BEFORE_DEMAND -> form == CallForm.SUBSCRIBE;
            case IN_ON_NEXT, DRAINING -> form != CallForm.COMPLETE;
            default -> true;
        };
    }

    /** Returns the number of connections of the server that later calls cannot reuse. */
    int connectionsUsedUp() {
        return connectionsUsedUp;
    }

    /** Returns whether the server has a connection that the cancellation must close. */
    boolean holdsConnection() {
        return switch (this) {
            case HALF_WRITTEN, BEFORE_HEAD, BEFORE_DEMAND, BETWEEN_CHUNKS, IN_ON_NEXT, DRAINING -> true;
            default -> false;
        };
    }

    /** Returns whether the caller has received its last signal. */
    boolean isAfterTheEnd() {
        return this == DRAINING || this == ENDED;
    }

    /** Configures a client so that its calls have this phase; notifies the script once they have reached it. */
    CompletionsClient.Builder prepare(CompletionsClient.Builder client, PhaseScript script) {
        return switch (this) {
            case QUEUED ->
                client.maxInFlight(1).listener(call -> new CallListener() {
                    @Override
                    public void onQueued() {
                        script.reach();
                    }
                });
            case IN_BACKOFF ->
                client.retries(RetrySettings.defaults()).listener(call -> new CallListener() {
                    @Override
                    public void onRetry(FailedAttempt failed) {
                        script.reach();
                    }
                });
            default -> client;
        };
    }

    /** Returns the signals that the caller has observed until then. */
    List<String> signals(CallForm form) {
        if (isAfterTheEnd()) {
            return form == CallForm.COMPLETE
                    ? List.of(Signals.complete())
                    : List.of(Signals.next(PhaseScript.FIRST), Signals.complete());
        }
        boolean hasChunk = (this == BETWEEN_CHUNKS || this == IN_ON_NEXT) && form != CallForm.COMPLETE;
        return hasChunk ? List.of(Signals.next(PhaseScript.FIRST)) : List.of();
    }

    /** Returns the gate in front of the server; null if there is none. */
    @Nullable Gate gateOf(LoopbackServer server) throws IOException {
        return switch (this) {
            case CONNECTING -> Gate.shut(server);
            case IN_TLS -> Gate.silent(server);
            default -> null;
        };
    }
}
