// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A client that fails some requests, such as by losing their connections, and otherwise forwards them. */
final class FaultyClient extends HttpClient {

    private final HttpClient client;

    /** Returns null for requests that are forwarded. */
    private final BiFunction<HttpRequest, BodyHandler<?>, @Nullable CompletableFuture<?>> answers;

    /**
     * @param faults the number of requests that fail
     * @param fault how they fail
     * @param beforeTheFault consumes the body of a request before it fails
     */
    FaultyClient(int faults, IOException fault, Consumer<BodyPublisher> beforeTheFault) {
        this(HttpClient.newHttpClient(), faults(faults, fault, beforeTheFault));
    }

    FaultyClient(HttpClient client, Function<HttpRequest, @Nullable CompletableFuture<?>> answers) {
        this(client, (request, handler) -> answers.apply(request));
    }

    FaultyClient(HttpClient client, BiFunction<HttpRequest, BodyHandler<?>, @Nullable CompletableFuture<?>> answers) {
        this.client = client;
        this.answers = answers;
    }

    private static Function<HttpRequest, @Nullable CompletableFuture<?>> faults(
            int faults, IOException fault, Consumer<BodyPublisher> beforeTheFault) {
        AtomicInteger left = new AtomicInteger(faults);
        return request -> {
            if (left.getAndDecrement() <= 0) {
                return null;
            }
            beforeTheFault.accept(request.bodyPublisher().orElseThrow());
            return CompletableFuture.failedFuture(fault);
        };
    }

    @Override
    @SuppressWarnings("unchecked") // Such a future has no result.
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<?> answer = answers.apply(request, handler);
        return answer == null ? client.sendAsync(request, handler) : (CompletableFuture<HttpResponse<T>>) answer;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return client.sendAsync(request, handler, pushes);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
