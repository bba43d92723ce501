// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList;
import dev.completions4j.ServerProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A server of somebody else, which is known by its base URL. */
final class RemoteServer implements ModelServer {

    private final String id;
    private final String baseUrl;
    private final ServerKind kind;
    private final CompletionsClient client;
    private final @Nullable ServerMetrics metrics;
    private volatile List<String> models = List.of();

    /**
     * Creates a server.
     *
     * @param client the client of this server, which is closed with it
     * @param metrics null if servers of this kind have none
     */
    RemoteServer(
            String id, String baseUrl, ServerKind kind, CompletionsClient client, @Nullable ServerMetrics metrics) {
        this.id = id;
        this.baseUrl = baseUrl;
        this.kind = kind;
        this.client = client;
        this.metrics = metrics;
    }

    /** Returns whether the other server has the same address and kind. */
    boolean isSameAs(RemoteServer other) {
        return address().equals(other.address()) && kind == other.kind;
    }

    private ServerAddress address() {
        return ServerAddress.of(baseUrl, profile().path());
    }

    /** Returns whether the server has listed its models. */
    boolean hasModels() {
        return !models.isEmpty();
    }

    /** Asks the server for its models, which are unknown until the returned stage has completed. */
    CompletionStage<Void> listModels() {
        return client.models()
                .thenAccept(list ->
                        models = list.models().stream().map(ModelList.Model::id).toList());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public JsonObject describe() {
        String name = kind == ServerKind.AUTOMATIC ? "" : kind.label() + " at ";
        return new JsonObject()
                .put("id", id)
                .put("name", name + URI.create(baseUrl).getRawAuthority())
                .put("fake", false)
                .put("models", new JsonArray(models));
    }

    @Override
    public ServerProfile profile() {
        ServerProfile known = kind.profile();
        return known == null ? ServerProfile.compatible() : known;
    }

    @Override
    public CompletionsClient client(Setting setting) {
        return client;
    }

    @Override
    public boolean keepsTokenIds(Setting setting) {
        return profile().tokenizer() != null;
    }

    @Override
    public ServerLoad load() {
        return metrics == null ? ServerLoad.unknown(kind.label() + " does not report it.") : metrics.last();
    }

    @Override
    public void refreshLoad() {
        if (metrics != null) {
            metrics.refresh();
        }
    }

    @Override
    public @Nullable Integer sent(String streamKey) {
        return null;
    }

    @Override
    public void close() {
        client.close();
    }
}
