// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server with metrics. A completion never ends by itself: it has one chunk, and counts as running until its
 * connection is closed.
 */
final class MetricsServer implements AutoCloseable {

    /** What a path answers. */
    record Page(int status, Map<String, String> headers, String body) {

        /** No answer at all. */
        static final Page SILENCE = of(0, "");

        static Page of(int status, String body) {
            return new Page(status, Map.of(), body);
        }
    }

    private final Vertx vertx = Playground.newVertx();
    private final AtomicInteger running = new AtomicInteger();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    MetricsServer() {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Lets a path answer with a page from now on. */
    MetricsServer with(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    /** Returns the keys that came with requests for metrics; an empty text for none. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String path = Objects.requireNonNull(request.path(), "path");
        if (path.equals("/metrics")) {
            keys.add(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
        }
        Page page = pages.get(path);
        if (Page.SILENCE.equals(page)) {
            return;
        }
        if (page != null) {
            page.headers().forEach(response::putHeader);
            response.setStatusCode(page.status()).end(page.body());
            return;
        }
        switch (path) {
            case "/v1/models" ->
                response.end("{\"object\":\"list\",\"data\":[{\"id\":\"tiny\",\"object\":\"model\"}]}");
            case "/v1/completions" -> stream(response);
            case "/metrics" ->
                response.end("# TYPE llamacpp:requests_processing gauge\nllamacpp:requests_processing " + running.get()
                        + "\n");
            default -> response.setStatusCode(404).end();
        }
    }

    private void stream(HttpServerResponse response) {
        running.incrementAndGet();
        response.closeHandler(closed -> running.decrementAndGet());
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.write("data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"tiny\","
                + "\"choices\":[{\"index\":0,\"text\":\" there\",\"finish_reason\":null}]}\n\n");
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
