// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.transport.netty.NettyTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The server of the page on the loopback address, which embeds the client: its I/O runs on the event loops of Vert.x.
 *
 * <p>Each WebSocket has a {@link Session}.
 */
final class PlaygroundVerticle extends VerticleBase {

    private static final String ADDRESS = "127.0.0.1";
    /** Long prompts, and the ids of all tokens of a branch. */
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final int port;
    private final List<String> serverUrls;
    private final ApiKeys apiKeys;
    private @Nullable HttpServer server;
    private volatile @Nullable NettyTransport transport;
    private volatile @Nullable ModelServers servers;
    private volatile @Nullable RequestGuard guard;
    private volatile @Nullable Page page;

    /**
     * Creates a server that is not started.
     *
     * @param port 0 to let the system choose
     * @param serverUrls the base URLs of servers that the page offers besides the fake models
     * @param apiKeys the keys of servers
     */
    PlaygroundVerticle(int port, List<String> serverUrls, ApiKeys apiKeys) {
        this.port = port;
        this.serverUrls = List.copyOf(serverUrls);
        this.apiKeys = apiKeys;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(ADDRESS)
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .addWebSocketSubProtocol(RequestGuard.PROTOCOL);
        HttpServer listener = vertx.createHttpServer(options).requestHandler(this::handle);
        server = listener;
        return listener.listen(port).compose(listening -> vertx.executeBlocking(() -> prepare(listening.actualPort())));
    }

    /** Not on an event loop, since it loads classes and reads files. */
    private ModelServers prepare(int actualPort) {
        RequestGuard ofThisPort = new RequestGuard(actualPort);
        page = new Page(ofThisPort.token());
        guard = ofThisPort;
        NettyTransport shared = NettyTransport.builder()
                .eventLoopGroup(((VertxInternal) vertx).nettyEventLoopGroup())
                .build();
        transport = shared;
        ModelServers created = new ModelServers(shared, vertx.createHttpClient(), apiKeys);
        servers = created;
        serverUrls.forEach(url -> created.add(url, ServerKind.AUTOMATIC));
        created.warmUp();
        return created;
    }

    /** Ends the streams, and then the transport, before Vert.x stops its event loops. */
    @Override
    public Future<?> stop() {
        ModelServers all = servers;
        Future<?> closed =
                all == null ? Future.succeededFuture() : vertx.executeBlocking(Executors.callable(all::closeAll));
        NettyTransport open = transport;
        return open == null ? closed : closed.compose(done -> Future.fromCompletionStage(open.shutdown(Duration.ZERO)));
    }

    /** Returns the address of the page. Available once the verticle is deployed. */
    String url() {
        return "http://" + ADDRESS + ":"
                + Objects.requireNonNull(server, "server").actualPort() + "/";
    }

    private void handle(HttpServerRequest http) {
        RequestGuard started = guard;
        Page files = page;
        ModelServers all = servers;
        if (started == null || files == null || all == null) {
            refuse(http, 503, "The playground is starting; try again");
            return;
        }
        String path = http.path() == null ? "" : http.path();
        if (path.equals("/session")) {
            String refusal = started.refusalOfSession(http.headers());
            if (refusal == null) {
                openSession(http, all);
            } else {
                refuse(http, 403, refusal);
            }
        } else {
            String refusal = started.refusalOfFile(http.method().name(), http.headers());
            if (refusal == null) {
                files.send(path, http.response());
            } else {
                refuse(http, 403, refusal);
            }
        }
    }

    private void openSession(HttpServerRequest http, ModelServers all) {
        Context context = vertx.getOrCreateContext();
        http.toWebSocket().onSuccess(socket -> new Session(vertx, context, socket, all).open());
    }

    private static void refuse(HttpServerRequest http, int status, String reason) {
        Page.confine(http.response());
        http.response().setStatusCode(status).end(reason + "\n");
    }
}
