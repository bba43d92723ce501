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
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link FakeModel} over HTTP, as the server of its dialect does; see {@link ModelService} for the paths.
 *
 * <p>Safe for use by any number of connections at once.
 */
public final class FakeEndpoint implements ConnectionScript {

    private final ModelService service;
    private final Duration tokenInterval;
    private final @Nullable Duration idleTimeout;
    private final String padding;

    private FakeEndpoint(ModelService service, Duration tokenInterval, @Nullable Duration idleTimeout, String padding) {
        this.service = service;
        this.tokenInterval = tokenInterval;
        this.idleTimeout = idleTimeout;
        this.padding = padding;
    }

    /** An endpoint that asks for no key, streams as fast as the client reads, and keeps idle connections. */
    public static FakeEndpoint of(FakeModel model) {
        return new FakeEndpoint(ModelService.of(model), Duration.ZERO, null, "");
    }

    /** An endpoint that refuses requests without this bearer key. */
    public FakeEndpoint requiringKey(String key) {
        return new FakeEndpoint(service.requiringKey(key), tokenInterval, idleTimeout, padding);
    }

    /**
     * An endpoint that waits so long after each chunk of a stream, and sees meanwhile if the client hangs up.
     *
     * @param tokenInterval in whole milliseconds; zero does not wait
     */
    public FakeEndpoint withTokenInterval(Duration tokenInterval) {
        if (tokenInterval.isNegative()) {
            throw new IllegalArgumentException("tokenInterval is " + tokenInterval + "; it must not be negative");
        }
        return new FakeEndpoint(service, tokenInterval, idleTimeout, padding);
    }

    /**
     * An endpoint that closes a connection on which no request has come for so long, as vLLM does after five seconds.
     *
     * @param idleTimeout in whole milliseconds, at least one
     */
    public FakeEndpoint withIdleTimeout(Duration idleTimeout) {
        if (idleTimeout.isZero() || idleTimeout.isNegative()) {
            throw new IllegalArgumentException("idleTimeout is " + idleTimeout + "; it must be positive");
        }
        return new FakeEndpoint(service, tokenInterval, idleTimeout, padding);
    }

    /**
     * An endpoint that sends a comment of that size with each event of a stream. Events are small, and the system buffers
     * hundreds of them; with padding, a client that does not read stops the model after a few.
     *
     * @param bytes 0 or more; 0 sends no comments
     */
    public FakeEndpoint withPadding(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is " + bytes + "; it must not be negative");
        }
        String comment = bytes == 0 ? "" : ":" + " ".repeat(Math.max(0, bytes - 2)) + "\n";
        return new FakeEndpoint(service, tokenInterval, idleTimeout, comment);
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
            if (answer.body() instanceof ModelReply.Stream stream) {
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

    /** Answers a request as this endpoint does, without a connection. */
    public ModelAnswer answer(ReceivedRequest request) {
        return service.answer(request);
    }

    /** How much time passes after each chunk of a stream; zero if none does. */
    public Duration tokenInterval() {
        return tokenInterval;
    }

    private @Nullable ReceivedRequest nextRequest(LoopbackConnection connection) throws IOException {
        connection.endResponse();
        boolean idle = idleTimeout != null && !connection.seesClientAct(idleTimeout);
        return idle ? null : connection.readRequest();
    }

    private void writeEvents(Iterator<String> events, ResponseWriter writer, LoopbackConnection connection)
            throws IOException {
        while (events.hasNext()) {
            writer.chunk(padding + events.next());
            if (events.hasNext() && !tokenInterval.isZero() && connection.seesClientClose(tokenInterval)) {
                throw new EOFException("The client hung up");
            }
        }
        writer.end();
    }
}
