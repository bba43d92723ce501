// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.ServerProfile;
import dev.completions4j.transport.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The endpoint of one or several servers of one kind: checks requests and turns them into HTTP requests. */
public final class CompletionsEndpoint {

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

    private final RequestValidator validator;
    private final KeyHeader keyHeader;
    private final HttpHeaders unaryHeaders;
    private final HttpHeaders streamHeaders;
    private final HttpHeaders modelsHeaders;

    /**
     * @param profile what is known of the servers
     * @param options sent with every request, in place of this client's own
     */
    public CompletionsEndpoint(ServerProfile profile, CallOptions options) {
        validator = new RequestValidator(profile);
        keyHeader = new KeyHeader(profile.apiKeyHeader());

        HttpHeaders common = HttpHeaders.builder()
                // Compression makes servers and gateways gather tokens before they send them.
                .add("Accept-Encoding", "identity")
                .add("User-Agent", "completions4j")
                .build();
        HttpHeaders ofPosts =
                common.toBuilder().set("Content-Type", "application/json").build();
        unaryHeaders = with(options, accepting("application/json", ofPosts));
        streamHeaders = with(options, accepting("text/event-stream", ofPosts));
        modelsHeaders = with(options, accepting("application/json", common));
    }

    /** Where a server's endpoints are, for calls with these options besides their own. */
    public static Addresses addresses(BaseUrl baseUrl, ServerProfile profile, CallOptions options) {
        Map<String, String> query = new LinkedHashMap<>(baseUrl.query());
        query.putAll(options.queryParameters());
        return new Addresses(baseUrl.root(profile.path()), query);
    }

    private static HttpHeaders accepting(String type, HttpHeaders headers) {
        return headers.toBuilder().set("Accept", type).build();
    }

    private static HttpHeaders with(CallOptions options, HttpHeaders headers) {
        if (options.headers().names().isEmpty()) {
            return headers;
        }
        HttpHeaders.Builder builder = headers.toBuilder();
        options.headers().forEach(builder::set);
        return builder.build();
    }

    /**
     * The request for a completion as a whole.
     *
     * @throws InvalidRequestException if it breaks a rule of the server's
     */
    public PreparedRequest unary(CompletionRequest request, CallOptions options) {
        validator.validate(request);
        return post(request, RequestEncoder.encode(request), unaryHeaders, options);
    }

    /**
     * The request for a stream.
     *
     * @throws InvalidRequestException if it breaks a rule of the server's
     */
    public PreparedRequest streamed(CompletionRequest request, CallOptions options) {
        validator.validateStreamed(request);
        return post(request, RequestEncoder.encodeStreamed(request), streamHeaders, options);
    }

    private PreparedRequest post(CompletionRequest request, ByteBuffer body, HttpHeaders headers, CallOptions options) {
        return new PreparedRequest(
                "POST",
                server -> server.completions(options.queryParameters()),
                with(options, headers),
                keyHeader,
                body,
                TokenEstimate.of(request));
    }

    /** The request for the list of models. */
    public PreparedRequest models(CallOptions options) {
        return new PreparedRequest(
                "GET",
                server -> server.models(options.queryParameters()),
                with(options, modelsHeaders),
                keyHeader,
                NO_BODY,
                0);
    }
}
