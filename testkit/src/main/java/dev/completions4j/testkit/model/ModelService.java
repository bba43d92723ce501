// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.JsonReader;
import dev.completions4j.transport.HttpHeaders;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Serves a {@link FakeModel} independently of the network, as the server of its dialect does:
 * {@code POST …/completions}, {@code GET …/models} and {@code GET …/models/{name}}, with any prefix, and with the
 * dialects of vLLM and llama.cpp {@code POST …/tokenize} and {@code POST …/detokenize}; other paths are not found.
 *
 * <p>Responses have request ids: {@code req-1}, {@code req-2} and so on. {@code LoopbackServer} and
 * {@code FakeTransport} use this class through {@code FakeEndpoint}; tests with a server of their own can call it
 * directly. Safe for use by multiple threads.
 */
public final class ModelService {

    private static final String CONTENT_TYPE = "Content-Type";
    /** Excludes chat completions, whose path has the same end. */
    private static final Pattern COMPLETIONS = Pattern.compile("(?!.*/chat/).*/completions");

    /** Model names may contain slashes. */
    private static final Pattern ONE_MODEL = Pattern.compile(".*?/models(/.+)");

    private final FakeModel model;
    private final @Nullable String key;
    private final AtomicLong answers = new AtomicLong();

    private ModelService(FakeModel model, @Nullable String key) {
        this.model = model;
        this.key = key;
    }

    /**
     * Returns a service that requires no API key.
     *
     * @param model the model
     */
    public static ModelService of(FakeModel model) {
        return new ModelService(model, null);
    }

    /**
     * Returns a service for the same model that rejects requests without this bearer key, with its own sequence of
     * request ids.
     *
     * @param key the API key
     */
    public ModelService requiringKey(String key) {
        return new ModelService(model, key);
    }

    /**
     * Returns the response to a request; for rejected requests, an error response.
     *
     * @param request the request
     */
    public ModelAnswer answer(ReceivedRequest request) {
        ServerBehavior server = model.server();
        HttpHeaders.Builder headers =
                HttpHeaders.builder().add(server.answers().requestIdHeader(), "req-" + answers.incrementAndGet());
        try {
            ModelReply reply = reply(request);
            String type = reply instanceof ModelReply.Stream ? "text/event-stream" : "application/json";
            return new ModelAnswer(200, headers.add(CONTENT_TYPE, type).build(), reply);
        } catch (RequestFault fault) {
            ErrorReply error = server.errorReply(fault);
            return new ModelAnswer(
                    error.status(),
                    headers.add(CONTENT_TYPE, error.contentType()).build(),
                    new ModelReply.Whole(error.body()));
        }
    }

    private ModelReply reply(ReceivedRequest request) throws RequestFault {
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
        TokensApi tokens = model.server().tokens();
        if (tokens != null && request.method().equals("POST")) {
            if (path.endsWith("/tokenize")) {
                return new ModelReply.Whole(
                        model.tokenize(tokens, parsed(request.bodyText())).toString());
            } else if (path.endsWith("/detokenize")) {
                return new ModelReply.Whole(
                        model.detokenize(tokens, parsed(request.bodyText())).toString());
            }
        }
        throw model.server().unknownPath(request.method(), path);
    }

    private void checkKey(HttpHeaders headers) throws RequestFault {
        if (key != null && !model.server().requests().isAuthorized(headers, key)) {
            throw new RequestFault(
                    401,
                    "Incorrect API key provided, or none. Send the header Authorization with Bearer and the key.",
                    null,
                    "invalid_api_key");
        }
    }

    private @Nullable JsonNode parse(String body) throws RequestFault {
        try {
            return JsonReader.read(body);
        } catch (JacksonException e) {
            throw RequestFault.badRequest(
                    "The body of the request is not valid JSON.",
                    null,
                    model.server().requests().bodyFault());
        }
    }

    private JsonNode parsed(String body) throws RequestFault {
        JsonNode json = parse(body);
        if (json == null) {
            throw RequestFault.badRequest("The body of the request is empty.", null, null);
        }
        return json;
    }
}
