// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the page is for the server: a WebSocket that sends and receives messages. */
final class PageSocket implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeStatus = new CompletableFuture<>();
    private final WebSocket socket;

    PageSocket(URI page) throws IOException, InterruptedException {
        String html = client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
        Matcher token = Pattern.compile("name=\"playground-token\" content=\"([^\"]+)\"")
                .matcher(html);
        if (!token.find()) {
            throw new AssertionError("The page has no token");
        }
        socket = client.newWebSocketBuilder()
                .header("Origin", "http://" + page.getAuthority())
                .subprotocols(RequestGuard.PROTOCOL, token.group(1))
                .buildAsync(URI.create("ws://" + page.getAuthority() + "/session"), new Listener())
                .join();
    }

    void send(JsonObject message) {
        sendText(message.encode());
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /** Waits for the next message that matches, and drops those before it. */
    JsonObject await(Predicate<JsonObject> pattern) throws InterruptedException {
        while (true) {
            JsonObject next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("No such message came");
            }
            if (pattern.test(next)) {
                return next;
            }
        }
    }

    JsonObject await(String type) throws InterruptedException {
        return await(message -> type.equals(message.getString("type")));
    }

    /** Returns the status with which the server closed the socket. */
    int awaitClose() {
        return closeStatus.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Leaves without a word, as a page does whose browser is ended. */
    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(new JsonObject(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closeStatus.complete(status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            closeStatus.completeExceptionally(failure);
        }
    }
}
