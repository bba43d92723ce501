package dev.completions4j.core;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ServerProfile;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.request.BaseUrl;
import dev.completions4j.core.request.CompletionsEndpoint;
import dev.completions4j.core.request.KnownHosts;
import dev.completions4j.core.selection.TransportSelector;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects and checks the settings, and wires the client. */
final class DefaultClientBuilder implements CompletionsClient.Builder {

    private static final String OPENAI = "https://api.openai.com/v1";

    private final CallOptions.Builder options = CallOptions.builder();
    private BaseUrl baseUrl = BaseUrl.parse(OPENAI);
    private TransportConfig transportConfig = TransportConfig.defaults();
    private @Nullable ServerProfile profile;
    private @Nullable String apiKey;
    private @Nullable String transportName;
    private @Nullable Transport transport;

    @Override
    public CompletionsClient.Builder baseUrl(String baseUrl) {
        this.baseUrl = BaseUrl.parse(baseUrl);
        return this;
    }

    @Override
    public CompletionsClient.Builder profile(ServerProfile profile) {
        this.profile = profile;
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
        options.header(name, value);
        return this;
    }

    @Override
    public CompletionsClient.Builder queryParameter(String name, String value) {
        options.queryParameter(name, value);
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
        CallOptions ofAllCalls = options.build();
        CompletionsEndpoint endpoint = new CompletionsEndpoint(
                baseUrl, profile != null ? profile : KnownHosts.profile(baseUrl), apiKey, ofAllCalls);
        Failures failures = new Failures(apiKey).hiding(ofAllCalls);
        Transport given = transport;
        if (given != null) {
            return new DefaultCompletionsClient(endpoint, new Exchanges(given), failures, () -> {});
        }
        Transport created = TransportSelector.select(
                        transportName != null ? transportName : System.getProperty(TransportSelector.PROPERTY))
                .create(transportConfig);
        return new DefaultCompletionsClient(endpoint, new Exchanges(created), failures, created::close);
    }
}
