package dev.completions4j.core.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;

/** One server's endpoint: turns completion requests into HTTP requests. */
public final class CompletionsEndpoint {

    private final URI uri;
    private final HttpHeaders unaryHeaders;
    private final HttpHeaders streamHeaders;

    /**
     * @param baseUrl see {@link BaseUrl}
     * @param headers sent with every request, in place of this client's own
     */
    public CompletionsEndpoint(BaseUrl baseUrl, HttpHeaders headers) {
        this.uri = baseUrl.completions();
        this.unaryHeaders = headers("application/json", headers);
        this.streamHeaders = headers("text/event-stream", headers);
    }

    private static HttpHeaders headers(String accept, HttpHeaders more) {
        HttpHeaders.Builder builder = HttpHeaders.builder()
                .add("Accept", accept)
                // Compression makes servers and gateways gather tokens before they send them.
                .add("Accept-Encoding", "identity")
                .add("Content-Type", "application/json")
                .add("User-Agent", "completions4j");
        more.forEach(builder::set);
        return builder.build();
    }

    /** The request for a completion as a whole. */
    public TransportRequest unary(CompletionRequest request) {
        return new TransportRequest("POST", uri, unaryHeaders, RequestEncoder.encode(request));
    }

    /** The request for a stream. */
    public TransportRequest streamed(CompletionRequest request) {
        return new TransportRequest("POST", uri, streamHeaders, RequestEncoder.encodeStreamed(request));
    }
}
