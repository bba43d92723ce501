package dev.completions4j.core;

import dev.completions4j.CompletionsClient;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.request.BaseUrl;
import dev.completions4j.core.request.CompletionsEndpoint;
import dev.completions4j.core.selection.TransportSelector;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects and checks the settings, and wires the client. */
final class DefaultClientBuilder implements CompletionsClient.Builder {

    private static final String OPENAI = "https://api.openai.com/v1";

    /** What only a transport may set, since a second hand in it would break the framing of messages. */
    private static final Set<String> TRANSPORT_HEADERS = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final HttpHeaders.Builder headers = HttpHeaders.builder();
    private BaseUrl baseUrl = BaseUrl.parse(OPENAI);
    private TransportConfig transportConfig = TransportConfig.defaults();
    private @Nullable String apiKey;
    private @Nullable String transportName;
    private @Nullable Transport transport;

    @Override
    public CompletionsClient.Builder baseUrl(String baseUrl) {
        this.baseUrl = BaseUrl.parse(baseUrl);
        return this;
    }

    @Override
    public CompletionsClient.Builder apiKey(String apiKey) {
        if (apiKey.isEmpty() || !apiKey.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("apiKey is empty or has a character that is not visible ASCII; remove"
                    + " what does not belong to it (a key read from a file often ends with a line break)");
        }
        this.apiKey = apiKey;
        return this;
    }

    @Override
    public CompletionsClient.Builder header(String name, String value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (TRANSPORT_HEADERS.contains(lowerCase) || lowerCase.startsWith("proxy-")) {
            throw new IllegalArgumentException("The header " + name + " is the transport's to set; leave it out");
        }
        headers.set(name, value);
        return this;
    }

    @Override
    public CompletionsClient.Builder transport(String name) {
        transportName = name;
        return this;
    }

    @Override
    public CompletionsClient.Builder transport(Transport transport) {
        this.transport = transport;
        return this;
    }

    @Override
    public CompletionsClient.Builder connectTimeout(Duration connectTimeout) {
        transportConfig = transportConfig.withConnectTimeout(connectTimeout);
        return this;
    }

    @Override
    public CompletionsClient build() {
        CompletionsEndpoint endpoint = new CompletionsEndpoint(baseUrl, allHeaders());
        Failures failures = new Failures(apiKey);
        Transport given = transport;
        if (given != null) {
            return new DefaultCompletionsClient(endpoint, new Exchanges(given), failures, () -> {});
        }
        Transport created = TransportSelector.select(
                        transportName != null ? transportName : System.getProperty(TransportSelector.PROPERTY))
                .create(transportConfig);
        return new DefaultCompletionsClient(endpoint, new Exchanges(created), failures, created::close);
    }

    private HttpHeaders allHeaders() {
        HttpHeaders.Builder all = HttpHeaders.builder();
        if (apiKey != null) {
            all.add("Authorization", "Bearer " + apiKey);
        }
        headers.build().forEach(all::set);
        return all.build();
    }
}
