// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.ModelAnswer;
import dev.completions4j.testkit.model.ModelReply;
import dev.completions4j.testkit.model.ModelService;
import dev.completions4j.transport.HttpHeaders;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link FakeModel} over HTTP, as the server of its dialect does; {@link ModelService} lists the paths.
 *
 * <p>Immutable. Safe for use by multiple connections.
 */
public final class FakeEndpoint implements ConnectionScript {

    private final ModelService service;
    private final Duration tokenInterval;
    private final @Nullable Duration idleTimeout;
    private final BiConsumer<ReceivedRequest, ModelAnswer> observer;
    private final String padding;

    private FakeEndpoint(
            ModelService service,
            Duration tokenInterval,
            @Nullable Duration idleTimeout,
            BiConsumer<ReceivedRequest, ModelAnswer> observer,
            String padding) {
        this.service = service;
        this.tokenInterval = tokenInterval;
        this.idleTimeout = idleTimeout;
        this.observer = observer;
        this.padding = padding;
    }

    /**
     * Returns an endpoint that requires no API key, streams as fast as the client reads, and keeps idle connections
     * open.
     *
     * @param model the model
     */
    public static FakeEndpoint of(FakeModel model) {
        return new FakeEndpoint(ModelService.of(model), Duration.ZERO, null, (request, answer) -> {}, "");
    }

    /**
     * Returns this endpoint with authentication: requests without this bearer key are rejected.
     *
     * @param key the API key
     */
    public FakeEndpoint requiringKey(String key) {
        return new FakeEndpoint(service.requiringKey(key), tokenInterval, idleTimeout, observer, padding);
    }

    /**
     * Returns this endpoint with a delay after each chunk of a stream, during which it detects whether the client
     * disconnects.
     *
     * @param tokenInterval the delay, in whole milliseconds; zero for none
     */
    public FakeEndpoint withTokenInterval(Duration tokenInterval) {
        if (tokenInterval.isNegative()) {
            throw new IllegalArgumentException("tokenInterval is " + tokenInterval + "; it must not be negative");
        }
        return new FakeEndpoint(service, tokenInterval, idleTimeout, observer, padding);
    }

    /**
     * Returns this endpoint with an idle timeout, after which it closes connections without requests, as vLLM does
     * after five seconds.
     *
     * @param idleTimeout the timeout, in whole milliseconds, at least one
     */
    public FakeEndpoint withIdleTimeout(Duration idleTimeout) {
        if (idleTimeout.isZero() || idleTimeout.isNegative()) {
            throw new IllegalArgumentException("idleTimeout is " + idleTimeout + "; it must be positive");
        }
        return new FakeEndpoint(service, tokenInterval, idleTimeout, observer, padding);
    }

    /**
     * Returns an endpoint that reports each request and its response to an observer, before it sends the response.
     *
     * @param observer called by the thread that answers the request, possibly by several at once
     */
    public FakeEndpoint observedBy(BiConsumer<ReceivedRequest, ModelAnswer> observer) {
        return new FakeEndpoint(service, tokenInterval, idleTimeout, observer, padding);
    }

    /**
     * Returns an endpoint that sends a comment of that size with each event of a stream. Events are small, and the system
     * buffers hundreds of them; with padding, a client that does not read stops the model after a few.
     *
     * @param bytes the number of bytes, at least 0; 0 sends no comments
     */
    public FakeEndpoint withPadding(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is " + bytes + "; it must not be negative");
        }
        String comment = bytes == 0 ? "" : ":" + " ".repeat(Math.max(0, bytes - 2)) + "\n";
        return new FakeEndpoint(service, tokenInterval, idleTimeout, observer, comment);
    }

    @Override
    public void serve(LoopbackConnection connection) throws IOException {
        ResponseWriter writer = new ResponseWriter(connection);
        for (ReceivedRequest request = nextRequest(connection); request != null; request = nextRequest(connection)) {
            ModelAnswer answer = answer(request);
            boolean last = "close".equalsIgnoreCase(request.headers().first("Connection"));
            HttpHeaders headers = last
                    ? answer.headers().toBuilder().add("Connection", "close").build()
                    : answer.headers();
            if (request.method().equals("HEAD")) {
                writer.withoutBody(answer.status(), headers);
            } else if (answer.body() instanceof ModelReply.Stream stream) {
                writer.begin(answer.status(), headers);
                writeEvents(stream.events(), writer, connection);
            } else if (answer.body() instanceof ModelReply.Whole whole) {
                writer.whole(answer.status(), headers, whole.body());
            }
            if (last) {
                return;
            }
        }
    }

    /**
     * Returns the response to a request, without a connection, after it was reported to the observer.
     *
     * @param request the request
     */
    public ModelAnswer answer(ReceivedRequest request) {
        ModelAnswer plain = service.answer(request);
        ModelAnswer answer = new ModelAnswer(plain.status(), plain.headers(), padded(plain.body()));
        observer.accept(request, answer);
        return answer;
    }

    /** Returns the delay after each chunk of a stream; zero if there is none. */
    public Duration tokenInterval() {
        return tokenInterval;
    }

    private @Nullable ReceivedRequest nextRequest(LoopbackConnection connection) throws IOException {
        connection.endResponse();
        boolean idle = idleTimeout != null && !connection.awaitActivity(idleTimeout);
        return idle ? null : connection.readRequest();
    }

    private void writeEvents(Iterator<String> events, ResponseWriter writer, LoopbackConnection connection)
            throws IOException {
        while (events.hasNext()) {
            writer.chunk(events.next());
            if (events.hasNext() && !tokenInterval.isZero() && connection.awaitClose(tokenInterval)) {
                throw new EOFException("The client disconnected");
            }
        }
        writer.end();
    }

    private ModelReply padded(ModelReply body) {
        if (padding.isEmpty() || !(body instanceof ModelReply.Stream stream)) {
            return body;
        }
        Iterator<String> events = stream.events();
        return new ModelReply.Stream(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public String next() {
                return padding + events.next();
            }
        });
    }
}
