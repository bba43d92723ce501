// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a server is answering, by its page {@code /metrics}, which is not part of the completions API.
 *
 * <p>The page is at the origin of the base URL, so that the server's key may be sent to it; redirects are not followed.
 * Safe for use by multiple threads.
 */
final class ServerMetrics {

    /** More often would be a load of its own. */
    private static final Duration INTERVAL = Duration.ofMillis(500);
    /** After an answer without the number, which the next one will hardly have. */
    private static final Duration LONG_INTERVAL = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Pages with histograms of many models have some hundred KB. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_IMPLEMENTED = 501;

    /** The metrics of llama.cpp, vLLM and SGLang. */
    private static final List<String> NAMES =
            List.of("llamacpp:requests_processing", "vllm:num_requests_running", "sglang:num_running_reqs");

    private final HttpClient http;
    private final URI page;
    private final @Nullable String apiKey;
    private final Duration timeout;
    private ServerLoad last = ServerLoad.NOT_ASKED;
    private boolean isAsking;
    private long due = System.nanoTime();

    private ServerMetrics(HttpClient http, URI page, @Nullable String apiKey, Duration timeout) {
        this.http = http;
        this.page = page;
        this.apiKey = apiKey;
        this.timeout = timeout;
    }

    /**
     * Creates the metrics of a server.
     *
     * @param http the caller closes it
     * @param baseUrl the base URL of the server
     * @param apiKey the key of this server; null for none
     */
    static ServerMetrics of(HttpClient http, String baseUrl, @Nullable String apiKey) {
        return new ServerMetrics(http, URI.create(baseUrl.strip()).resolve("/metrics"), apiKey, TIMEOUT);
    }

    /** Returns these metrics, with another limit for the time of an answer. */
    ServerMetrics withTimeout(Duration limit) {
        return new ServerMetrics(http, page, apiKey, limit);
    }

    /** Returns the last answer. */
    synchronized ServerLoad last() {
        return last;
    }

    /** Asks the server, unless it was asked just now. To be called again and again while somebody watches. */
    void refresh() {
        if (begin()) {
            ask().onSuccess(this::end);
        }
    }

    private synchronized boolean begin() {
        if (isAsking || System.nanoTime() - due < 0) {
            return false;
        }
        isAsking = true;
        return true;
    }

    private synchronized void end(ServerLoad answered) {
        isAsking = false;
        last = answered;
        due = System.nanoTime() + (answered.running() == null ? LONG_INTERVAL : INTERVAL).toNanos();
    }

    /** Asks the server. The future never fails. */
    Future<ServerLoad> ask() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(page.toString())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis());
        return http.request(options)
                .compose(this::send)
                .otherwise(failure -> ServerLoad.unknown(page + " cannot be read: " + reason(failure) + "."));
    }

    private Future<ServerLoad> send(HttpClientRequest request) {
        if (apiKey != null) {
            request.putHeader("Authorization", "Bearer " + apiKey);
        }
        return request.send()
                .compose(this::load)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    private Future<ServerLoad> load(HttpClientResponse response) {
        int status = response.statusCode();
        return status == OK
                ? body(response).map(this::read)
                : Future.succeededFuture(
                        ServerLoad.unknown(page + " answered with status " + status + remedy(status) + "."));
    }

    private static String remedy(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> "; start the playground with --key for this server";
            case NOT_IMPLEMENTED -> "; llama.cpp has the page if it is started with --metrics";
            default -> "";
        };
    }

    private static Future<String> body(HttpClientResponse response) {
        Promise<String> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(ended -> whole.tryComplete(read.toString()));
        response.handler(part -> {
            if (read.length() + part.length() > MAX_BYTES) {
                whole.tryFail("it is longer than " + MAX_BYTES + " bytes");
            } else {
                read.appendBuffer(part);
            }
        });
        return whole.future();
    }

    private ServerLoad read(String text) {
        for (String name : NAMES) {
            OptionalDouble running = PrometheusText.sum(text, name);
            if (running.isPresent()) {
                return ServerLoad.of((int) running.getAsDouble());
            }
        }
        return ServerLoad.unknown(
                page + " has no metric for it that the playground knows, such as " + NAMES.get(0) + ".");
    }

    private String reason(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
