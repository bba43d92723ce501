// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ServerProfile;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.ServedResponse;
import dev.completions4j.transport.Transport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A fake model in this process, in the dialect of one kind of server, behind a socket for each setting. */
final class FakeServer implements ModelServer {

    private static final String MODEL = "fake-model";
    /**
     * Small buffers, and events that fill them: a client that reads nothing stops the model after some tens of tokens
     * instead of hundreds.
     */
    private static final int SEND_BUFFER = 8 * 1024;

    private static final int PADDING = 8 * 1024;

    /** With a port, a server keeps only its last requests. */
    private static final int ANY_PORT = 0;

    /** A model's socket, and the client that is connected to it. */
    private record Endpoint(LoopbackServer server, CompletionsClient client) {}

    private final ServerKind kind;
    private final ServerProfile profile;
    private final Transport transport;
    private final FakeModel model;
    private final Map<Setting, Endpoint> endpoints = new ConcurrentHashMap<>();

    /**
     * Creates a model whose sockets are opened on demand.
     *
     * @param kind one with a dialect
     * @param transport the transport of the clients; the caller closes it
     */
    FakeServer(ServerKind kind, Transport transport) {
        this.kind = kind;
        this.transport = transport;
        profile = Objects.requireNonNull(kind.profile(), "profile");
        model = builder().build();
    }

    private FakeModel.Builder builder() {
        return FakeModel.builder()
                .name(MODEL)
                .dialect(Objects.requireNonNull(kind.dialect(), "dialect"))
                .source(new FakeText());
    }

    @Override
    public String id() {
        return "fake-" + kind.id();
    }

    @Override
    public JsonObject describe() {
        return new JsonObject()
                .put("id", id())
                .put("name", "Fake " + kind.label())
                .put("fake", true)
                .put("models", new JsonArray(List.of(MODEL)));
    }

    @Override
    public ServerProfile profile() {
        return profile;
    }

    @Override
    public CompletionsClient client(Setting setting) {
        return endpoints.computeIfAbsent(setting, this::open).client();
    }

    private Endpoint open(Setting setting) {
        FakeModel served = setting.fault() == FaultKind.ERROR
                ? builder().failAfter(FaultKind.AFTER_TOKENS).build()
                : model;
        FakeEndpoint endpoint = FakeEndpoint.of(served)
                .withTokenInterval(setting.pace().tokenInterval())
                .withPadding(PADDING);
        ConnectionScript script =
                setting.fault() == null ? endpoint : setting.fault().over(endpoint);
        ConnectionScript limited = connection -> {
            connection.limitSendBuffer(SEND_BUFFER);
            script.serve(connection);
        };
        LoopbackServer server = LoopbackServer.running(limited, ANY_PORT);
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(server.baseUrl())
                .profile(profile)
                .transport(transport)
                .discoverPlugins(false)
                .build();
        return new Endpoint(server, client);
    }

    /** Runs a short stream, so that the first one of the page does not wait until classes are loaded. */
    void warmUp() {
        CompletionRequest request = CompletionRequest.builder()
                .model(MODEL)
                .prompt("")
                .maxTokens(2)
                .logprobs(2)
                .build();
        var unused = client(new Setting(Pace.UNLIMITED, null)).stream(request).collect();
    }

    /** A model that fails is another one, which numbers its tokens itself. */
    @Override
    public boolean keepsTokenIds(Setting setting) {
        return profile.tokenizer() != null && setting.fault() != FaultKind.ERROR;
    }

    @Override
    public ServerLoad load() {
        return ServerLoad.of(endpoints.values().stream()
                .mapToInt(endpoint -> endpoint.server().openResponses())
                .sum());
    }

    /** The load is counted in this process. */
    @Override
    public void refreshLoad() {}

    @Override
    public @Nullable Integer sent(String streamKey) {
        for (Endpoint endpoint : endpoints.values()) {
            for (ServedResponse response : endpoint.server().responses()) {
                if (streamKey.equals(response.request().headers().first(STREAM_HEADER))) {
                    return response.events();
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        endpoints.values().forEach(endpoint -> {
            endpoint.client().close();
            endpoint.server().close();
        });
    }
}
