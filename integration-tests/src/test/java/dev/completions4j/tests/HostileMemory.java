// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.IntFunction;

/**
 * A program that must not exceed a small heap, whatever servers send: it receives streams that are too large to keep,
 * drops the chunks, and prints how the streams end.
 */
final class HostileMemory {

    private static final int LARGE_EVENTS = 2_000;
    private static final int INVENTED_CHOICES = 490_000;
    private static final int EVENTS_AT_ONCE = 100;
    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();

    private HostileMemory() {}

    /**
     * Receives the streams, and prints how they end.
     *
     * @param arguments the names of the wires
     */
    public static void main(String[] arguments) throws Exception {
        String kilobytes = "x".repeat(64 * 1024);
        for (String name : arguments) {
            Wire wire = Wire.valueOf(name);
            print(wire, "large events", streaming(LARGE_EVENTS, 1, i -> event(0, kilobytes)), CallOptions.none());
            print(
                    wire,
                    "large events, not retained",
                    streaming(LARGE_EVENTS, 1, i -> event(0, kilobytes)),
                    CallOptions.builder().keepText(false).build());
            print(
                    wire,
                    "invalid choices",
                    streaming(INVENTED_CHOICES, EVENTS_AT_ONCE, i -> event(i, "x")),
                    CallOptions.none());
        }
    }

    private static void print(Wire wire, String name, ConnectionScript script, CallOptions options) throws Exception {
        try (LoopbackServer server = wire.serve(script);
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .transport(wire.transportName())
                        .retries(RetrySettings.off())
                        .build()) {
            System.out.println(wire + " " + name + ": " + end(client, options));
        }
    }

    private static String end(CompletionsClient client, CallOptions options) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        client.stream(REQUEST, options).subscribe(new Flow.Subscriber<CompletionChunk>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(CompletionChunk chunk) {}

            @Override
            public void onError(Throwable failure) {
                end.complete(failure.getClass().getSimpleName());
            }

            @Override
            public void onComplete() {
                end.complete("complete");
            }
        });
        return end.get();
    }

    private static ConnectionScript streaming(int events, int atOnce, IntFunction<String> event) {
        return connection -> {
            if (connection.readRequest() != null) {
                stream(connection, events, atOnce, event);
            }
        };
    }

    private static void stream(LoopbackConnection connection, int events, int atOnce, IntFunction<String> event)
            throws IOException {
        connection.write(Answers.STREAM_HEAD);
        StringBuilder pending = new StringBuilder();
        for (int i = 0; i < events; i++) {
            pending.append(event.apply(i));
            if (i % atOnce == atOnce - 1) {
                connection.write(Answers.chunk(pending.toString()));
                pending.setLength(0);
            }
        }
        connection.write(Answers.chunk(Answers.DONE) + Answers.LAST_CHUNK);
    }

    private static String event(int choice, String text) {
        return Answers.event(
                "{\"choices\":[{\"index\":" + choice + ",\"text\":\"" + text + "\",\"finish_reason\":null}]}");
    }
}
