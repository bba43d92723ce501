// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Transport;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client and its server; closing it closes both, and checks that the client leaves nothing behind. */
final class Session implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Leftovers leftovers = new Leftovers();
    private final LoopbackServer server;
    private final CompletionsClient client;
    private final @Nullable Transport supplied;

    private Session(LoopbackServer server, CompletionsClient client, @Nullable Transport supplied) {
        this.server = server;
        this.client = client;
        this.supplied = supplied;
    }

    /** Returns a client that creates its own transport, except over TLS, where it would not trust the server. */
    static Session of(Wire wire, LoopbackServer server, String baseUrl) {
        return of(wire, server, baseUrl, UnaryOperator.identity());
    }

    /** Returns a client with further settings, which creates its own transport, except over TLS. */
    static Session of(
            Wire wire, LoopbackServer server, String baseUrl, UnaryOperator<CompletionsClient.Builder> settings) {
        Transport transport = wire.isTls() ? wire.transport() : null;
        CompletionsClient.Builder client = settings.apply(
                CompletionsClient.builder().retries(RetrySettings.off()).baseUrl(baseUrl));
        return new Session(
                server,
                (transport == null ? client.transport(wire.transportName()) : client.transport(transport)).build(),
                transport);
    }

    /** Returns a client with a transport that is closed after it. */
    static Session of(Transport transport, LoopbackServer server, String baseUrl) {
        CompletionsClient client = CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl(baseUrl)
                .transport(transport)
                .build();
        return of(client, transport, server);
    }

    /** Returns a client that creates its own transport. */
    static Session of(CompletionsClient client, LoopbackServer server) {
        return new Session(server, client, null);
    }

    /** Returns a client with a transport that is closed after it. */
    static Session of(CompletionsClient client, Transport transport, LoopbackServer server) {
        return new Session(server, client, transport);
    }

    LoopbackServer server() {
        return server;
    }

    CompletionsClient client() {
        return client;
    }

    @Override
    public void close() {
        try (server) {
            client.close();
            if (supplied != null) {
                supplied.close();
            }
            leftovers.assertNone(server);
        }
    }
}
