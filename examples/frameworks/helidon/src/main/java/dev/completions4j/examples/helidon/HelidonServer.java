// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.helidon;

import dev.completions4j.CallOptions;
import dev.completions4j.ChunkIterator;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import io.helidon.http.BadRequestException;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import jakarta.json.Json;
import java.time.Duration;

/** Answers {@code GET /complete?prompt=…} with server-sent events, on the request's virtual thread. */
public final class HelidonServer implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(20);

    /** A server that only passes chunks on has no use for the text so far. */
    private static final CallOptions OPTIONS =
            CallOptions.builder().keepText(false).build();

    private final CompletionsClient client;
    private final WebServer server;

    /** @param port 0 to let the system choose */
    public HelidonServer(String modelUrl, int port) {
        client = CompletionsClient.builder().baseUrl(modelUrl).build();
        server = WebServer.builder()
                .port(port)
                .routing(routing -> routing.get("/complete", this::complete))
                .build()
                .start();
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        client.shutdown(GRACE).join();
    }

    /** Blocks for as long as the stream takes, or until a write fails since the browser has left. */
    private void complete(ServerRequest http, ServerResponse response) {
        String prompt = http.query()
                .first("prompt")
                .orElseThrow(() -> new BadRequestException("The parameter \"prompt\" is missing"));
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt(prompt)
                .maxTokens(4_000)
                .build();
        try (SseSink browser = response.sink(SseSink.TYPE);
                ChunkIterator chunks = client.stream(request, OPTIONS).blockingIterator()) {
            try {
                while (chunks.hasNext()) {
                    browser.emit(text(chunks.next().text()));
                }
                browser.emit(named("end"));
            } catch (CompletionsClientException failure) {
                browser.emit(named("failure"));
            }
        }
    }

    /** JSON, since the line breaks of tokens would be lost otherwise. */
    private static SseEvent text(String text) {
        return SseEvent.create(
                Json.createObjectBuilder().add("text", text).build().toString());
    }

    /** Marks the end, since a browser would reconnect after a connection that only closes. */
    private static SseEvent named(String event) {
        return SseEvent.builder().name(event).data("{}").build();
    }
}
