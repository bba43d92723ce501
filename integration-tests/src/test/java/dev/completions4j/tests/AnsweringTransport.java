// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A fake transport that answers each request with a stream, on a thread of its own: a chunk for each token. */
final class AnsweringTransport implements Transport {

    private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** So that the client's demand ends within a buffer as well as between two. */
    private static final int CHUNKS_PER_BUFFER = 3;

    private final FakeTransport transport = new FakeTransport();

    @Override
    public TransportInfo info() {
        return transport.info();
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        transport.send(request, handler);
        // Which of those that are sent at once it takes does not matter: each has a thread.
        FakeExchange exchange = transport.next();
        Thread server = new Thread(() -> answer(exchange), "fake-server");
        server.setDaemon(true);
        server.start();
    }

    private static void answer(FakeExchange exchange) {
        exchange.head(200, "text/event-stream");
        int tokens = maxTokens(exchange.body());
        StringBuilder buffer = new StringBuilder();
        for (int i = 1; i <= tokens; i++) {
            buffer.append(chunk(i == tokens ? "\"length\"" : "null"));
            if (i % CHUNKS_PER_BUFFER == 0 || i == tokens) {
                awaitDemand(exchange);
                exchange.data(buffer.toString());
                buffer.setLength(0);
            }
        }
        exchange.complete();
    }

    private static int maxTokens(String body) {
        Matcher matcher = MAX_TOKENS.matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("No max_tokens in " + body);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static String chunk(String finishReason) {
        return """
                data: {"id": "1", "object": "text_completion", "created": 1, "model": "m", "choices": \
                [{"text": " a", "index": 0, "logprobs": null, "finish_reason": %s}]}

                """.formatted(finishReason);
    }

    /** A subscriber may take its time; a test that is over leaves its stream, which then stays as it is. */
    private static void awaitDemand(FakeExchange exchange) {
        try {
            while (!exchange.awaitDemand(PATIENCE)) {
                // Some subscribers of the test kit never ask.
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts this thread", e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return transport.shutdown(grace);
    }
}
