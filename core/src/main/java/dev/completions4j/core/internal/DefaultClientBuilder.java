// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.core.internal.attempt.ClientRuntime;
import dev.completions4j.core.internal.attempt.ConcurrencyLimiter;
import dev.completions4j.core.internal.attempt.OpenCalls;
import dev.completions4j.core.internal.attempt.StandardRetryPolicy;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.GuardedScheduler;
import dev.completions4j.core.internal.concurrent.SystemScheduler;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.core.internal.credential.ConstantKey;
import dev.completions4j.core.internal.credential.Credentials;
import dev.completions4j.core.internal.credential.ProvidedKey;
import dev.completions4j.core.internal.credential.Secrets;
import dev.completions4j.core.internal.credential.SuppliedKey;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.masking.Mask;
import dev.completions4j.core.internal.observe.Listeners;
import dev.completions4j.core.internal.request.BaseUrl;
import dev.completions4j.core.internal.request.CompletionsEndpoint;
import dev.completions4j.core.internal.request.KnownHosts;
import dev.completions4j.core.internal.server.LoadBalancer;
import dev.completions4j.core.internal.server.Server;
import dev.completions4j.core.internal.server.ServerSettings;
import dev.completions4j.core.internal.transport.TransportSelector;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects and checks the settings, and wires the client. */
final class DefaultClientBuilder implements CompletionsClient.Builder {

    private static final String OPENAI = "https://api.openai.com/v1";
    private static final int DEFAULT_MAX_CALLS = 1000;

    private final CallOptions.Builder options = CallOptions.builder();
    private final List<CompletionsInterceptor> interceptors = new ArrayList<>();
    private final List<CallListener.Factory> listeners = new ArrayList<>();
    private List<BaseUrl> baseUrls = List.of(BaseUrl.parse(OPENAI));
    private TransportConfig transportConfig = TransportConfig.defaults();
    private RetrySettings retries = RetrySettings.defaults();
    private int maxInFlight = DEFAULT_MAX_CALLS;
    private int maxQueued = DEFAULT_MAX_CALLS;
    private boolean paced;
    private boolean tlsRequired;
    private boolean withPlugins = true;
    private boolean bodiesLogged;
    private @Nullable KeySource keySource;
    private @Nullable ServerProfile profile;
    private @Nullable RetryPolicy retryPolicy;
    private @Nullable String transportName;
    private @Nullable Transport transport;
    private @Nullable Executor executor;
    private @Nullable Scheduler scheduler;

    /** Creates the credentials of a client. */
    private interface KeySource {

        Credentials credentials(Scheduler scheduler, Secrets secrets);
    }

    @Override
    public CompletionsClient.Builder baseUrl(@Nullable String baseUrl) {
        return baseUrls(baseUrl == null ? null : List.of(baseUrl));
    }

    @Override
    public CompletionsClient.Builder baseUrls(@Nullable List<String> baseUrls) {
        List<String> urls = baseUrls == null ? List.of(OPENAI) : baseUrls;
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("baseUrls is empty; pass at least one URL");
        }
        this.baseUrls = urls.stream().map(BaseUrl::parse).toList();
        return this;
    }

    @Override
    public CompletionsClient.Builder profile(@Nullable ServerProfile profile) {
        this.profile = profile;
        return this;
    }

    @Override
    public CompletionsClient.Builder apiKey(@Nullable String apiKey) {
        if (apiKey == null) {
            keySource = null;
            return this;
        }
        String key = Credential.of(apiKey).key();
        keySource = (time, secrets) -> new ConstantKey(key, secrets);
        return this;
    }

    @Override
    public CompletionsClient.Builder apiKey(@Nullable Supplier<String> apiKey) {
        keySource = apiKey == null ? null : (time, secrets) -> new SuppliedKey(apiKey, secrets);
        return this;
    }

    @Override
    public CompletionsClient.Builder credentials(@Nullable CredentialProvider credentials) {
        keySource = credentials == null ? null : (time, secrets) -> new ProvidedKey(credentials, time, secrets);
        return this;
    }

    @Override
    public CompletionsClient.Builder requireTls(boolean requireTls) {
        tlsRequired = requireTls;
        return this;
    }

    @Override
    public CompletionsClient.Builder organization(@Nullable String organization) {
        return header("OpenAI-Organization", organization);
    }

    @Override
    public CompletionsClient.Builder project(@Nullable String project) {
        return header("OpenAI-Project", project);
    }

    @Override
    public CompletionsClient.Builder header(String name, @Nullable String value) {
        options.header(name, value);
        return this;
    }

    @Override
    public CompletionsClient.Builder queryParameter(String name, @Nullable String value) {
        options.queryParameter(name, value);
        return this;
    }

    @Override
    public CompletionsClient.Builder transport(@Nullable String name) {
        transportName = name;
        return this;
    }

    @Override
    public CompletionsClient.Builder transport(@Nullable Transport transport) {
        this.transport = transport;
        return this;
    }

    @Override
    public CompletionsClient.Builder connectTimeout(@Nullable Duration connectTimeout) {
        transportConfig = transportConfig.withConnectTimeout(
                connectTimeout == null ? TransportConfig.defaults().connectTimeout() : connectTimeout);
        return this;
    }

    @Override
    public CompletionsClient.Builder sslContext(@Nullable SSLContext sslContext) {
        transportConfig = transportConfig.withSslContext(sslContext);
        return this;
    }

    @Override
    public CompletionsClient.Builder proxy(@Nullable ProxyServer proxy) {
        transportConfig = transportConfig.withProxy(proxy);
        return this;
    }

    @Override
    public CompletionsClient.Builder timeout(Timeout timeout, @Nullable Duration limit) {
        options.timeout(timeout, limit);
        return this;
    }

    @Override
    public CompletionsClient.Builder noTimeout(Timeout timeout) {
        options.noTimeout(timeout);
        return this;
    }

    @Override
    public CompletionsClient.Builder maxResponseBytes(long maxResponseBytes) {
        options.maxResponseBytes(maxResponseBytes);
        return this;
    }

    @Override
    public CompletionsClient.Builder maxResponseBytes(@Nullable Long maxResponseBytes) {
        options.maxResponseBytes(maxResponseBytes);
        return this;
    }

    @Override
    public CompletionsClient.Builder executor(@Nullable Executor executor) {
        this.executor = executor;
        return this;
    }

    @Override
    public CompletionsClient.Builder scheduler(@Nullable Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    @Override
    public CompletionsClient.Builder retries(@Nullable RetrySettings retries) {
        this.retries = retries == null ? RetrySettings.defaults() : retries;
        return this;
    }

    @Override
    public CompletionsClient.Builder retryPolicy(@Nullable RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy;
        return this;
    }

    @Override
    public CompletionsClient.Builder maxInFlight(@Nullable Integer maxInFlight) {
        int limit = maxInFlight == null ? DEFAULT_MAX_CALLS : maxInFlight;
        if (limit < 1) {
            throw new IllegalArgumentException("maxInFlight is " + limit + "; it must be positive");
        }
        this.maxInFlight = limit;
        return this;
    }

    @Override
    public CompletionsClient.Builder maxQueued(@Nullable Integer maxQueued) {
        int limit = maxQueued == null ? DEFAULT_MAX_CALLS : maxQueued;
        if (limit < 0) {
            throw new IllegalArgumentException("maxQueued is " + limit + "; it must not be negative");
        }
        this.maxQueued = limit;
        return this;
    }

    @Override
    public CompletionsClient.Builder paceByRateLimits(boolean paceByRateLimits) {
        paced = paceByRateLimits;
        return this;
    }

    @Override
    public CompletionsClient.Builder interceptor(CompletionsInterceptor interceptor) {
        interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
        return this;
    }

    @Override
    public CompletionsClient.Builder listener(CallListener.Factory listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    @Override
    public CompletionsClient.Builder discoverPlugins(boolean discoverPlugins) {
        withPlugins = discoverPlugins;
        return this;
    }

    @Override
    public CompletionsClient.Builder logBodies(boolean logBodies) {
        bodiesLogged = logBodies;
        return this;
    }

    @Override
    public CompletionsClient build() {
        if (keySource != null || CleartextKeys.areIn(options.build().headers(), profile)) {
            CleartextKeys.check(baseUrls, tlsRequired);
        }
        Transport given = transport;
        if (given != null) {
            checkNoTransportSettings(given);
            return build(given, () -> CompletableFuture.completedFuture(null));
        }
        Transport created = TransportSelector.select(transportName).create(transportConfig);
        return build(created, () -> created.shutdown(Duration.ZERO));
    }

    private void checkNoTransportSettings(Transport given) {
        if (transportConfig.sslContext() != null || transportConfig.proxy() != null) {
            throw new IllegalStateException("sslContext or proxy was set together with the transport "
                    + given.info().name()
                    + " that was supplied, which has its own settings; configure them on the transport, or select the"
                    + " transport by name");
        }
    }

    private CompletionsClient build(Transport used, Supplier<CompletableFuture<@Nullable Void>> freeTransport) {
        Scheduler given = scheduler;
        if (given != null) {
            GuardedScheduler guarded = new GuardedScheduler(given);
            return build(used, guarded, guarded::close, freeTransport);
        }
        SystemScheduler created = new SystemScheduler();
        return build(used, created, created::close, freeTransport);
    }

    private CompletionsClient build(
            Transport used,
            Scheduler time,
            Runnable freeTime,
            Supplier<CompletableFuture<@Nullable Void>> freeTransport) {
        Callbacks callbacks = new Callbacks(executor);
        Supplier<CompletableFuture<@Nullable Void>> freeResources = () -> {
            callbacks.close();
            freeTime.run();
            return freeTransport.get();
        };
        try {
            return build(used, time, callbacks, freeResources);
        } catch (Throwable e) {
            var unused = freeResources.get();
            throw e;
        }
    }

    private CompletionsClient build(
            Transport transport,
            Scheduler scheduler,
            Callbacks callbacks,
            Supplier<CompletableFuture<@Nullable Void>> freeResources) {
        CallOptions ofAllCalls = options.build();
        ServerProfile itsProfile = profile != null ? profile : KnownHosts.profile(baseUrls.get(0));
        Plugins plugins = withPlugins ? Plugins.find() : Plugins.none();
        WaitGuard guard = new WaitGuard(transport);
        Warnings warnings = new Warnings(scheduler::nanoTime);
        OpenCalls openCalls = new OpenCalls();
        Secrets secrets = new Secrets(ProxySecrets.of(transportConfig.proxy()));
        Mask mask = Mask.of(secrets::all);
        ClientRuntime runtime = new ClientRuntime(
                openCalls,
                transport,
                new ConcurrencyLimiter(maxInFlight, maxQueued),
                servers(itsProfile, ofAllCalls, scheduler, callbacks, warnings),
                credentials(scheduler, secrets),
                policy(),
                retries.maxAttempts(),
                scheduler,
                callbacks,
                bodiesLogged,
                warnings);
        CallContexts contexts = new CallContexts(runtime, guard, new Failures(mask), ofAllCalls);
        Calls calls = new Calls(
                new CompletionsEndpoint(itsProfile, ofAllCalls),
                contexts,
                new Listeners(plugins.listenersBefore(listeners), itsProfile.name(), scheduler, warnings));
        return new DefaultCompletionsClient(
                Interception.of(plugins.interceptorsBefore(interceptors), calls, contexts.ofStreams()),
                calls,
                new Shutdown(openCalls, callbacks, scheduler, guard, freeResources));
    }

    private LoadBalancer servers(
            ServerProfile itsProfile,
            CallOptions ofAllCalls,
            Scheduler scheduler,
            Callbacks callbacks,
            Warnings warnings) {
        ServerSettings settings = new ServerSettings(retries.budget(), retries.maxRetryAfter(), paced);
        List<Server> servers = baseUrls.stream()
                .map(each -> new Server(
                        each.root(itsProfile.path()),
                        CompletionsEndpoint.addresses(each, itsProfile, ofAllCalls),
                        settings,
                        scheduler,
                        callbacks,
                        warnings))
                .toList();
        return new LoadBalancer(servers, scheduler);
    }

    private Credentials credentials(Scheduler scheduler, Secrets secrets) {
        return keySource == null ? new ConstantKey(null, secrets) : keySource.credentials(scheduler, secrets);
    }

    private RetryPolicy policy() {
        return retryPolicy != null
                ? retryPolicy
                : new StandardRetryPolicy(
                        retries, () -> ThreadLocalRandom.current().nextDouble());
    }
}
