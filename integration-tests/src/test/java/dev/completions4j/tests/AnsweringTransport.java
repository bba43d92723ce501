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

/** A fake transport that responds to each request with a stream, on its own thread: a chunk for each token. */
final class AnsweringTransport implements Transport {

    private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Small, so that demand is exhausted within buffers as well as between them. */
    private static final int CHUNKS_PER_BUFFER = 3;

    private final FakeTransport transport = new FakeTransport();

    @Override
    public TransportInfo info() {
        return transport.info();
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        transport.send(request, handler);
        // The order of concurrent requests does not matter: each has its own thread.
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
            if (i % CHUNKS_PER_BUFFER == 0) {
                send(buffer, exchange);
            }
        }
        send(buffer.append("data: [DONE]\n\n"), exchange);
        exchange.complete();
    }

    private static void send(StringBuilder buffer, FakeExchange exchange) {
        awaitDemand(exchange);
        exchange.data(buffer.toString());
        buffer.setLength(0);
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

    /** Waits for demand, which may come late; the streams of tests that have ended are abandoned. */
    private static void awaitDemand(FakeExchange exchange) {
        try {
            while (!exchange.awaitDemand(PATIENCE)) {
                // Some subscribers of the TCK never request anything.
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Unexpected interrupt", e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return transport.shutdown(grace);
    }
}
