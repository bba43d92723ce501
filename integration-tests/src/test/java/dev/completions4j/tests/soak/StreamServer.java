// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import static dev.completions4j.tests.soak.SoakRequest.bytes;

import dev.completions4j.tests.Http2ContractServer;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.tck.ServerExchange;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves HTTP/2, correctly or with faults; retains nothing of calls that have ended. */
final class StreamServer implements SoakServer {

    private static final Duration STEP = Duration.ofMillis(100);

    private final Plans plans;
    private final Journal journal;
    private final Http2ContractServer server = new Http2ContractServer();
    private final ExecutorService actors = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "soak-actor");
        thread.setDaemon(true);
        return thread;
    });

    StreamServer(Plans plans, Journal journal) {
        this.plans = plans;
        this.journal = journal;
        actors.execute(this::serve);
    }

    @Override
    public String baseUrl() {
        return server.baseUrl();
    }

    @Override
    public void close() {
        actors.shutdownNow();
        server.close();
    }

    private void serve() {
        try {
            while (!actors.isShutdown()) {
                ServerExchange exchange = server.next(STEP);
                if (exchange != null) {
                    actors.execute(() -> answer(exchange));
                }
            }
        } catch (InterruptedException e) {
            // The server is closed.
        }
    }

    private void answer(ServerExchange exchange) {
        SoakRequest request = SoakRequest.parse(exchange.request().bodyText());
        int attempt = journal.attempts(request.call());
        ServerAction action = journal.record(request.call(), plans);
        try {
            perform(action, request, exchange, plans.random(request.call(), attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(ServerAction action, SoakRequest request, ServerExchange exchange, Random random)
            throws InterruptedException {
        List<String> texts = plans.parts(request.call(), action == ServerAction.ANSWER_AT_LENGTH);
        switch (action) {
            case ANSWER, ANSWER_AT_LENGTH -> whole(exchange, request, request.body(texts), 0);
            case ANSWER_SLOWLY -> whole(exchange, request, request.body(texts), 1 + random.nextInt(5));
            case STATUS_400, STATUS_429, STATUS_500, STATUS_503 -> {
                exchange.head(
                        Integer.parseInt(action.name().substring(7)),
                        headers("application/json", "retry-after-ms", "1"));
                exchange.data(bytes("{\"error\":{\"message\":\"no\"}}"));
                exchange.end();
            }
            case ERROR_IN_BODY -> whole(exchange, request, List.of(request.error()), 0);
            case NOT_JSON -> whole(exchange, request, List.of(request.notJson()), 0);
            case TOO_MUCH -> {
                head(exchange, request);
                byte[] more = bytes(String.join("", request.unfinished(plans.parts(request.call(), true))));
                // Twice the limit.
                for (int sent = 0; sent < 2 * Traffic.MAX_RESPONSE_BYTES; sent += more.length) {
                    exchange.data(more);
                }
                exchange.awaitAbort(Duration.ofMinutes(5));
            }
            case UNFINISHED -> whole(exchange, request, request.unfinished(texts), 0);
            case GZIP -> {
                exchange.head(200, headers(request.contentType(), "content-encoding", "gzip"));
                exchange.data(bytes("nonsense"));
                exchange.end();
            }
            case RESET_BEFORE_HEAD -> exchange.cut();
            case RESET_IN_BODY -> {
                head(exchange, request);
                exchange.data(bytes(String.join("", request.unfinished(texts))));
                exchange.cut();
            }
            case REFUSE -> exchange.refuse();
            case STALL -> exchange.awaitAbort(Duration.ofMinutes(5));
            case STALL_IN_BODY -> {
                head(exchange, request);
                exchange.data(bytes(String.join("", request.unfinished(texts))));
                exchange.awaitAbort(Duration.ofMinutes(5));
            }
            default -> throw new IllegalStateException(action + " is not supported over HTTP/2");
        }
    }

    private static void head(ServerExchange exchange, SoakRequest request) {
        exchange.head(
                200,
                HttpHeaders.builder().add("content-type", request.contentType()).build());
    }

    private static void whole(ServerExchange exchange, SoakRequest request, List<String> pieces, int delayMillis)
            throws InterruptedException {
        head(exchange, request);
        for (String piece : pieces) {
            if (delayMillis > 0) {
                Thread.sleep(delayMillis);
            }
            exchange.data(bytes(piece));
        }
        exchange.end();
    }

    private static HttpHeaders headers(String contentType, String name, String value) {
        return HttpHeaders.builder()
                .add("content-type", contentType)
                .add(name, value)
                .build();
    }
}
