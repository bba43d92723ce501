package dev.completions4j.core;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Deadline;
import dev.completions4j.Scheduler;
import dev.completions4j.ServerProfile;
import dev.completions4j.core.call.Callbacks;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.deadline.SystemScheduler;
import dev.completions4j.core.request.BaseUrl;
import dev.completions4j.core.request.CompletionsEndpoint;
import dev.completions4j.core.request.KnownHosts;
import dev.completions4j.core.selection.TransportSelector;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
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
    private @Nullable Executor executor;
    private @Nullable Scheduler scheduler;

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
    public CompletionsClient.Builder sslContext(SSLContext sslContext) {
        transportConfig = transportConfig.withSslContext(sslContext);
        return this;
    }

    @Override
    public CompletionsClient.Builder proxy(ProxyServer proxy) {
        transportConfig = transportConfig.withProxy(proxy);
        return this;
    }

    @Override
    public CompletionsClient.Builder deadline(Deadline deadline, Duration limit) {
        options.deadline(deadline, limit);
        return this;
    }

    @Override
    public CompletionsClient.Builder noDeadline(Deadline deadline) {
        options.noDeadline(deadline);
        return this;
    }

    @Override
    public CompletionsClient.Builder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    @Override
    public CompletionsClient.Builder scheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    @Override
    public CompletionsClient build() {
        CallOptions ofAllCalls = options.build();
        CompletionsEndpoint endpoint = new CompletionsEndpoint(
                baseUrl, profile != null ? profile : KnownHosts.profile(baseUrl), apiKey, ofAllCalls);
        Transport given = transport;
        if (given != null) {
            checkNothingIsAskedOf(given);
            return build(endpoint, ofAllCalls, given, () -> CompletableFuture.completedFuture(null));
        }
        Transport created = TransportSelector.select(
                        transportName != null ? transportName : System.getProperty(TransportSelector.PROPERTY))
                .create(transportConfig);
        return build(endpoint, ofAllCalls, created, () -> created.shutdown(Duration.ZERO));
    }

    private void checkNothingIsAskedOf(Transport given) {
        if (transportConfig.sslContext() != null || transportConfig.proxy() != null) {
            throw new IllegalStateException("sslContext or proxy was set beside the transport "
                    + given.info().name()
                    + " that was handed in, which has settings of its own; set them there, or name"
                    + " the transport instead");
        }
    }

    private CompletionsClient build(
            CompletionsEndpoint endpoint,
            CallOptions ofAllCalls,
            Transport used,
            Supplier<CompletableFuture<@Nullable Void>> freeTransport) {
        Scheduler given = scheduler;
        if (given != null) {
            return build(endpoint, ofAllCalls, used, given, freeTransport);
        }
        SystemScheduler created = new SystemScheduler();
        return build(endpoint, ofAllCalls, used, created, () -> {
            created.close();
            return freeTransport.get();
        });
    }

    private CompletionsClient build(
            CompletionsEndpoint endpoint,
            CallOptions ofAllCalls,
            Transport transport,
            Scheduler scheduler,
            Supplier<CompletableFuture<@Nullable Void>> freeResources) {
        Exchanges exchanges = new Exchanges(transport);
        Callbacks callbacks = new Callbacks(executor);
        return new DefaultCompletionsClient(
                endpoint,
                new CallContexts(exchanges, callbacks, scheduler, new Failures(apiKey), ofAllCalls),
                new Shutdown(exchanges, callbacks, scheduler, freeResources));
    }
}
