// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.ServerProfile;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.transport.HttpHeaders;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Validates requests and converts them to HTTP requests, for servers with one profile. */
public final class CompletionsEndpoint {

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

    private final RequestValidator validator;
    private final TokenizerRequests tokenizerRequests;
    private final KeyHeader keyHeader;
    private final HttpHeaders unaryHeaders;
    private final HttpHeaders streamHeaders;
    private final HttpHeaders modelsHeaders;

    /**
     * @param profile the profile of the servers
     * @param options options of all calls, whose headers override the defaults
     */
    public CompletionsEndpoint(ServerProfile profile, CallOptions options) {
        validator = new RequestValidator(profile);
        tokenizerRequests = new TokenizerRequests(profile);
        keyHeader = new KeyHeader(profile.apiKeyHeader());

        HttpHeaders common = HttpHeaders.builder()
                // Compression makes servers and gateways buffer tokens.
                .add("Accept-Encoding", "identity")
                .add("User-Agent", "completions4j")
                .build();
        HttpHeaders ofPosts =
                common.toBuilder().set("Content-Type", "application/json").build();
        unaryHeaders = with(options, accepting("application/json", ofPosts));
        streamHeaders = with(options, accepting("text/event-stream", ofPosts));
        modelsHeaders = with(options, accepting("application/json", common));
    }

    /** Returns the URIs of a server's endpoints, with the query parameters of these options. */
    public static Addresses addresses(BaseUrl baseUrl, ServerProfile profile, CallOptions options) {
        Map<String, String> query = new LinkedHashMap<>(baseUrl.query());
        query.putAll(options.queryParameters());
        return new Addresses(baseUrl.root(profile.path()), profile.path(), query);
    }

    private static HttpHeaders accepting(String type, HttpHeaders headers) {
        return headers.toBuilder().set("Accept", type).build();
    }

    private static HttpHeaders with(CallOptions options, HttpHeaders headers) {
        if (options.headers().equals(HttpHeaders.empty())) {
            return headers;
        }
        HttpHeaders.Builder builder = headers.toBuilder();
        options.headers().forEach(builder::set);
        return builder.build();
    }

    /**
     * Returns the HTTP request of a non-streaming call.
     *
     * @throws InvalidRequestException if the request is invalid
     */
    public PreparedRequest unary(CompletionRequest request, CallOptions options) {
        validator.validate(request);
        return post(request, RequestEncoder.encode(request), unaryHeaders, options);
    }

    /**
     * Returns the HTTP request of a streaming call.
     *
     * @throws InvalidRequestException if the request is invalid
     */
    public PreparedRequest streamed(CompletionRequest request, CallOptions options) {
        validator.validateStreamed(request);
        return post(request, RequestEncoder.encodeStreamed(request), streamHeaders, options);
    }

    private PreparedRequest post(CompletionRequest request, ByteBuffer body, HttpHeaders headers, CallOptions options) {
        return prepared(
                "POST",
                server -> server.completions(options.queryParameters()),
                headers,
                options,
                body,
                TokenEstimate.of(request));
    }

    /**
     * Returns the HTTP request for the tokens of a text.
     *
     * @throws InvalidRequestException if the server has no such endpoint, or the request is invalid
     */
    public PreparedRequest tokenize(TokenizationRequest request, CallOptions options) {
        ByteBuffer body = tokenizerRequests.tokenize(request);
        return prepared("POST", server -> server.tokenize(options.queryParameters()), unaryHeaders, options, body, 0);
    }

    /**
     * Returns the HTTP request for the text of tokens.
     *
     * @throws InvalidRequestException if the server has no such endpoint, or the request is invalid
     */
    public PreparedRequest detokenize(@Nullable String model, TokenIds tokens, CallOptions options) {
        ByteBuffer body = tokenizerRequests.detokenize(model, tokens);
        return prepared("POST", server -> server.detokenize(options.queryParameters()), unaryHeaders, options, body, 0);
    }

    /** Returns the HTTP request for the list of models. */
    public PreparedRequest models(CallOptions options) {
        return prepared("GET", server -> server.models(options.queryParameters()), modelsHeaders, options, NO_BODY, 0);
    }

    private PreparedRequest prepared(
            String method,
            Function<Addresses, URI> address,
            HttpHeaders headers,
            CallOptions options,
            ByteBuffer body,
            long tokens) {
        return new PreparedRequest(method, address, with(options, headers), keyHeader, body, tokens);
    }
}
