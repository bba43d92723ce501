package dev.completions4j.core.request;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.ServerProfile;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server's endpoint: checks requests and turns them into HTTP requests. */
public final class CompletionsEndpoint {

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

    private final Addresses addresses;
    private final RequestValidator validator;
    private final HttpHeaders unaryHeaders;
    private final HttpHeaders streamHeaders;
    private final HttpHeaders modelsHeaders;

    /**
     * @param baseUrl see {@link BaseUrl}
     * @param profile what is known of the server
     * @param apiKey null to send none
     * @param options sent with every request, in place of this client's own
     */
    public CompletionsEndpoint(BaseUrl baseUrl, ServerProfile profile, @Nullable String apiKey, CallOptions options) {
        Map<String, String> query = new LinkedHashMap<>(baseUrl.query());
        query.putAll(options.queryParameters());
        addresses = new Addresses(baseUrl.root(profile.path()), query);
        validator = new RequestValidator(profile);

        HttpHeaders.Builder own = HttpHeaders.builder()
                // Compression makes servers and gateways gather tokens before they send them.
                .add("Accept-Encoding", "identity")
                .add("User-Agent", "completions4j");
        if (apiKey != null) {
            String header = profile.apiKeyHeader();
            own.add(header, header.equalsIgnoreCase("Authorization") ? "Bearer " + apiKey : apiKey);
        }
        HttpHeaders common = own.build();
        HttpHeaders ofPosts =
                common.toBuilder().set("Content-Type", "application/json").build();
        unaryHeaders = with(options, accepting("application/json", ofPosts));
        streamHeaders = with(options, accepting("text/event-stream", ofPosts));
        modelsHeaders = with(options, accepting("application/json", common));
    }

    private static HttpHeaders accepting(String type, HttpHeaders headers) {
        return headers.toBuilder().set("Accept", type).build();
    }

    private static HttpHeaders with(CallOptions options, HttpHeaders headers) {
        HttpHeaders.Builder builder = headers.toBuilder();
        options.headers().forEach(builder::set);
        return builder.build();
    }

    /**
     * The request for a completion as a whole.
     *
     * @throws InvalidRequestException if it breaks a rule of the server's
     */
    public TransportRequest unary(CompletionRequest request, CallOptions options) {
        validator.validate(request);
        return post(RequestEncoder.encode(request), unaryHeaders, options);
    }

    /**
     * The request for a stream.
     *
     * @throws InvalidRequestException if it breaks a rule of the server's
     */
    public TransportRequest streamed(CompletionRequest request, CallOptions options) {
        validator.validateStreamed(request);
        return post(RequestEncoder.encodeStreamed(request), streamHeaders, options);
    }

    private TransportRequest post(ByteBuffer body, HttpHeaders headers, CallOptions options) {
        URI uri = addresses.completions(options.queryParameters());
        return new TransportRequest("POST", uri, with(options, headers), body);
    }

    /** The request for the list of models. */
    public TransportRequest models(CallOptions options) {
        URI uri = addresses.models(options.queryParameters());
        return new TransportRequest("GET", uri, with(options, modelsHeaders), NO_BODY);
    }
}
