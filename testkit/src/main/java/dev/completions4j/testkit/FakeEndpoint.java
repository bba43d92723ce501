// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.transport.HttpHeaders;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves a {@link FakeModel} over HTTP, as the server of its dialect does: {@code POST …/completions}, {@code GET
 * …/models} and {@code GET …/models/{name}}, whatever stands before; anything else is not found.
 *
 * <p>Answers carry {@code x-request-id}s, {@code req-1} and so on. Safe for use by any number of connections at once.
 */
public final class FakeEndpoint implements ConnectionScript {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON_TYPE = "application/json";
    /** Other endpoints' paths end alike. */
    private static final Pattern COMPLETIONS = Pattern.compile("(?!.*/chat/).*/completions");

    /** Names may have slashes of their own. */
    private static final Pattern ONE_MODEL = Pattern.compile(".*?/models(/.+)");

    private final FakeModel model;
    private final @Nullable String key;
    private final Duration tokenInterval;
    private final @Nullable Duration idleTimeout;
    private final AtomicLong answers = new AtomicLong();

    private FakeEndpoint(
            FakeModel model, @Nullable String key, Duration tokenInterval, @Nullable Duration idleTimeout) {
        this.model = model;
        this.key = key;
        this.tokenInterval = tokenInterval;
        this.idleTimeout = idleTimeout;
    }

    /** An endpoint that asks for no key, streams as fast as the client reads, and keeps idle connections. */
    public static FakeEndpoint of(FakeModel model) {
        return new FakeEndpoint(model, null, Duration.ZERO, null);
    }

    /** An endpoint that refuses requests without this bearer key. */
    public FakeEndpoint requiringKey(String key) {
        return new FakeEndpoint(model, key, tokenInterval, idleTimeout);
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
        return new FakeEndpoint(model, key, tokenInterval, idleTimeout);
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
        return new FakeEndpoint(model, key, tokenInterval, idleTimeout);
    }

    @Override
    public void serve(LoopbackConnection connection) throws IOException {
        ResponseWriter writer = new ResponseWriter(connection);
        for (ReceivedRequest request = nextRequest(connection); request != null; request = nextRequest(connection)) {
            EndpointAnswer answer = answer(request);
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

    /** The same answer as a reply, in which the time between tokens passes before each event. */
    FakeReply reply(ReceivedRequest request) {
        return FakeReply.of(answer(request), tokenInterval);
    }

    private @Nullable ReceivedRequest nextRequest(LoopbackConnection connection) throws IOException {
        boolean idle = idleTimeout != null && !connection.seesClientAct(idleTimeout);
        return idle ? null : connection.readRequest();
    }

    private EndpointAnswer answer(ReceivedRequest request) {
        HttpHeaders.Builder headers =
                HttpHeaders.builder().add(model.server().requestIdHeader(), "req-" + answers.incrementAndGet());
        try {
            ModelReply reply = modelReply(request);
            String type = reply instanceof ModelReply.Stream ? "text/event-stream" : JSON_TYPE;
            return new EndpointAnswer(200, headers.add(CONTENT_TYPE, type).build(), reply);
        } catch (RequestFault fault) {
            ErrorReply error = model.server().errorReply(fault);
            return new EndpointAnswer(
                    error.status(),
                    headers.add(CONTENT_TYPE, error.contentType()).build(),
                    new ModelReply.Whole(error.body()));
        }
    }

    private void writeEvents(Iterator<String> events, ResponseWriter writer, LoopbackConnection connection)
            throws IOException {
        while (events.hasNext()) {
            writer.chunk(events.next());
            if (events.hasNext() && !tokenInterval.isZero() && connection.seesClientClose(tokenInterval)) {
                throw new EOFException("The client hung up");
            }
        }
        writer.end();
    }

    private ModelReply modelReply(ReceivedRequest request) throws RequestFault {
        checkKey(request.headers());
        String path = request.path();
        if (request.method().equals("POST") && COMPLETIONS.matcher(path).matches()) {
            return model.answer(parse(request.bodyText()));
        }
        if (request.method().equals("GET") && path.endsWith("/models")) {
            return new ModelReply.Whole(model.list().toString());
        }
        Matcher one = ONE_MODEL.matcher(path);
        if (request.method().equals("GET") && one.matches()) {
            return new ModelReply.Whole(
                    model.entry(URI.create(one.group(1)).getPath().substring(1)).toString());
        }
        throw model.server().unknownPath(request.method(), path);
    }

    private void checkKey(HttpHeaders headers) throws RequestFault {
        if (key != null && !model.server().isAuthorized(headers, key)) {
            throw new RequestFault(
                    401,
                    "Incorrect API key provided, or none. Send the header Authorization with Bearer and the key.",
                    null,
                    "invalid_api_key");
        }
    }

    private static JsonNode parse(String body) throws RequestFault {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw RequestFault.badRequest("The body of the request is not valid JSON.", null, null);
        }
    }
}
