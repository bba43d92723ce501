// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportException.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Faults before a connection is established. */
enum ConnectFault {
    /** No server listens. */
    REFUSAL(Kind.CONNECT, "Cannot connect to"),
    /** The server does not respond to the handshake. */
    SILENCE(Kind.CONNECT_TIMEOUT, "was not ready within"),
    /** The port speaks HTTP without TLS. */
    PLAIN_HTTP(Kind.TLS, "TLS"),
    EXPIRED(Kind.TLS, ConnectFault.TLS_FAILED),
    OTHER_HOST(Kind.TLS, ConnectFault.TLS_FAILED),
    UNKNOWN_AUTHORITY(Kind.TLS, ConnectFault.TLS_FAILED);

    private static final String TLS_FAILED =
            "failed; check that the port uses TLS, and that its certificate is trusted and valid for the host";

    private static final ConnectionScript PLAIN = connection -> {
        connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        connection.awaitClientClose();
    };

    private static final ConnectionScript READING = connection -> {
        var unused = connection.readRequest();
    };

    private final Kind kind;
    private final String words;

    ConnectFault(Kind kind, String words) {
        this.kind = kind;
        this.words = words;
    }

    Kind kind() {
        return kind;
    }

    /** Returns a part of the message, which is the same for all transports. */
    String words() {
        return words;
    }

    boolean appliesTo(Wire wire) {
        return this == REFUSAL || wire.isTls();
    }

    /** Returns the server that clients reach instead; null if there is none. */
    @Nullable LoopbackServer impostor() throws GeneralSecurityException, IOException {
        return switch (this) {
            case REFUSAL, SILENCE -> null;
            case PLAIN_HTTP -> LoopbackServer.running(PLAIN);
            case EXPIRED -> LoopbackServer.running(READING, Certificates.EXPIRED.serverContext());
            case OTHER_HOST -> LoopbackServer.running(READING, Certificates.OTHER_HOST.serverContext());
            case UNKNOWN_AUTHORITY -> LoopbackServer.running(READING, Certificates.UNKNOWN.serverContext());
        };
    }

    /**
     * Returns the gate in front of the server.
     *
     * @param impostor the result of {@link #impostor}
     */
    Gate gate(LoopbackServer server, @Nullable LoopbackServer impostor) throws IOException {
        if (impostor != null) {
            return Gate.misdirecting(server, impostor);
        }
        return this == REFUSAL ? Gate.refusing(server) : Gate.silent(server);
    }
}
