// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.vertx;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.transport.netty.NettyTransport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;

/** Answers {@code GET /complete?prompt=…} with server-sent events, one for each chunk of the completion. */
public final class CompletionsVerticle extends VerticleBase {

    private static final Duration GRACE = Duration.ofSeconds(20);

    /** A server that only passes chunks on has no use for the text so far. */
    private static final CallOptions OPTIONS =
            CallOptions.builder().keepText(false).build();

    private final String modelUrl;
    private final int port;
    private NettyTransport transport;
    private CompletionsClient client;
    private HttpServer server;

    public CompletionsVerticle(String modelUrl, int port) {
        this.modelUrl = modelUrl;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer().requestHandler(this::handle);
        return vertx.executeBlocking(this::createClient).compose(created -> server.listen(port));
    }

    /** Not on an event loop, since it loads classes. The client adds no threads for its I/O: it uses those of Vert.x. */
    private CompletionsClient createClient() {
        transport = NettyTransport.builder()
                .eventLoopGroup(((VertxInternal) vertx).nettyEventLoopGroup())
                .build();
        client = CompletionsClient.builder()
                .baseUrl(modelUrl)
                .transport(transport)
                .build();
        return client;
    }

    @Override
    public Future<?> stop() {
        return Future.fromCompletionStage(client.shutdown(GRACE))
                .compose(ended -> Future.fromCompletionStage(transport.shutdown(Duration.ZERO)));
    }

    /** The port that the server listens on, which the system chose if it was 0. */
    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest http) {
        String prompt = http.getParam("prompt");
        if (!http.path().equals("/complete")) {
            http.response().setStatusCode(404).end();
        } else if (prompt == null) {
            http.response().setStatusCode(400).end("The parameter \"prompt\" is missing\n");
        } else {
            CompletionRequest request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt(prompt)
                    .maxTokens(4_000)
                    .build();
            client.stream(request, OPTIONS).subscribe(new EventStream(vertx.getOrCreateContext(), http.response()));
        }
    }
}
