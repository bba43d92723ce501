// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.CompletionsClient;
import dev.completions4j.transport.Transport;
import io.vertx.core.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The servers that pages can choose, shared by all sessions. Safe for use by multiple threads. */
final class ModelServers {

    private final Transport transport;
    private final HttpClient metricsClient;
    private final ApiKeys apiKeys;
    private final List<ModelServer> servers = new CopyOnWriteArrayList<>();
    private int added;

    /**
     * Creates the fake models.
     *
     * @param transport the transport of all clients; the caller closes it
     * @param metricsClient for the metrics of servers; the caller closes it
     */
    ModelServers(Transport transport, HttpClient metricsClient, ApiKeys apiKeys) {
        this.transport = transport;
        this.metricsClient = metricsClient;
        this.apiKeys = apiKeys;
        Arrays.stream(ServerKind.values())
                .filter(kind -> kind.dialect() != null)
                .forEach(kind -> servers.add(new FakeServer(kind, transport)));
    }

    /** Prepares the fake models for their first streams, which need not be awaited. */
    void warmUp() {
        servers.forEach(server -> {
            if (server instanceof FakeServer fake) {
                fake.warmUp();
            }
        });
    }

    List<ModelServer> all() {
        return List.copyOf(servers);
    }

    /** Returns the server with that id; null if there is none. */
    @Nullable ModelServer find(String id) {
        return servers.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    }

    /**
     * Adds a server, or returns the one that was added before.
     *
     * @throws IllegalArgumentException if the URL is invalid
     * @throws IllegalStateException if a key would be sent to another machine without TLS
     */
    synchronized RemoteServer add(String baseUrl, ServerKind kind) {
        String apiKey = apiKeys.keyOf(baseUrl);
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .profile(kind.profile())
                .apiKey(apiKey)
                .requireTls(true)
                .transport(transport)
                .build();
        ServerMetrics metrics = kind.mayHaveMetrics() ? ServerMetrics.of(metricsClient, baseUrl, apiKey) : null;
        RemoteServer server = new RemoteServer("server-" + (added + 1), baseUrl, kind, client, metrics);
        for (ModelServer each : servers) {
            if (each instanceof RemoteServer remote && remote.isSameAs(server)) {
                server.close();
                return remote;
            }
        }
        added++;
        servers.add(server);
        return server;
    }

    /** Removes a server that was added, and ends its streams. Fake models stay. */
    synchronized void remove(String id) {
        if (find(id) instanceof RemoteServer remote) {
            servers.remove(remote);
            remote.close();
        }
    }

    /** Ends all streams and closes the sockets of the fake models; blocks until their threads have ended. */
    void closeAll() {
        servers.forEach(ModelServer::close);
    }
}
