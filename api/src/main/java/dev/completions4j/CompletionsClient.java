// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.CompletionsPlugin;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous client for a text-completions server.
 *
 * <p>A client is safe for use by multiple threads. Create one per application and share it. No method blocks.
 *
 * <p>Failures of a call are reported through its future or stream, as a {@link CompletionsClientException}, and are
 * never thrown by the method that starts the call. A future that the caller cancels has a
 * {@link CancellationException}, as any {@code CompletableFuture} does.
 *
 * <p><b>Threads.</b> By default, subscribers are called and futures are completed on the transport's I/O threads. Code
 * that blocks an I/O thread delays other calls; this is logged as a warning, at most once a minute for each class, by
 * the {@link System.Logger} named {@code dev.completions4j}. Run such code on an executor, with
 * {@link Builder#executor} or a method such as {@code thenApplyAsync}. Waiting for a response on an I/O thread would
 * deadlock, so {@code join} and {@code get} of the client's futures, and of stages derived from them, throw
 * {@link IllegalStateException} on such a thread, and so does {@link ChunkIterator#hasNext}. Callbacks not triggered by
 * I/O run on other threads: delivery of data that was already read, on the thread that requests it; termination of
 * calls by {@link #close}, on the closing thread; timeouts and retries, on a bounded number of daemon threads of the
 * library.
 *
 * <p><b>Exceptions thrown by callbacks.</b> A throwable, including an {@link Error}, from a listener, policy,
 * scheduler, executor or transport is logged and affects at most its own call. A throwable from an interceptor, or from
 * the action of {@link CompletionStream#forEach}, fails its call as it is. A subscriber that throws affects only its
 * own stream: the stream is canceled, and the throwable is passed to the thread's uncaught exception handler. An
 * {@code OutOfMemoryError} or {@code StackOverflowError} inside the client ends the affected call with that error, as
 * far as the remaining memory permits; other calls continue. If an executor discards tasks without throwing, the
 * affected calls never end.
 *
 * <p>Applications obtain clients from {@link #builder()}. Decorators may implement this interface; methods added to it
 * in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface CompletionsClient extends AutoCloseable {

    /**
     * Returns a new client builder.
     *
     * @throws IllegalStateException if there is no engine, or more than one, on the class path or module path; the
     *     message names the artifact to add
     */
    static Builder builder() {
        return EngineServices.only(CompletionsClientProvider.class).builder();
    }

    /**
     * Requests a non-streaming completion.
     *
     * <p>Canceling the returned future, or completing it explicitly, aborts the call at any stage; so does canceling a
     * stage derived from it. Canceling a stage does not abort a further call that a function of it has started, as in
     * {@code thenCompose}, or the call of the other stage in {@code thenCombine}. What {@code minimalCompletionStage}
     * returns cannot be canceled, and canceling a future made from it aborts nothing.
     *
     * @param request the request to send
     * @return a future that completes with the completion, or with a {@link CompletionsClientException}
     */
    default CompletableFuture<Completion> complete(CompletionRequest request) {
        return complete(request, CallOptions.none());
    }

    /**
     * Requests a non-streaming completion, as {@link #complete(CompletionRequest)} does, with options for this call.
     *
     * @param request the request to send
     * @param options per-call options; they override the client's
     * @return a future that completes with the completion, or with a {@link CompletionsClientException}
     */
    CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options);

    /**
     * Returns a cold publisher of the completion's chunks; each subscription sends a new request.
     *
     * @param request the request to send
     */
    default CompletionStream stream(CompletionRequest request) {
        return stream(request, CallOptions.none());
    }

    /**
     * Returns a cold publisher of the completion's chunks, as {@link #stream(CompletionRequest)} does, with options for
     * its calls.
     *
     * @param request the request to send
     * @param options per-call options; they override the client's
     */
    CompletionStream stream(CompletionRequest request, CallOptions options);

    /**
     * Requests the list of the server's models.
     *
     * @return a future that completes with the models, or with a {@link CompletionsClientException}; canceling it
     *     aborts the call
     */
    default CompletableFuture<ModelList> models() {
        return models(CallOptions.none());
    }

    /**
     * Requests the list of the server's models, as {@link #models()} does, with options for this call.
     *
     * @param options per-call options; they override the client's
     * @return a future that completes with the models, or with a {@link CompletionsClientException}; canceling it
     *     aborts the call
     */
    CompletableFuture<ModelList> models(CallOptions options);

    /**
     * Requests the tokens of a text, from a server that has an endpoint for it.
     *
     * @param request the request to send
     * @return a future that completes with the tokens, or with a {@link CompletionsClientException}, which is an
     *     {@link InvalidRequestException} if the profile has no {@link ServerProfile#tokenizer()}; canceling it aborts
     *     the call
     */
    default CompletableFuture<Tokenization> tokenize(TokenizationRequest request) {
        return tokenize(request, CallOptions.none());
    }

    /**
     * Requests the tokens of a text, as {@link #tokenize(TokenizationRequest)} does, with options for this call.
     *
     * @param request the request to send
     * @param options per-call options; they override the client's
     * @return a future that completes with the tokens, or with a {@link CompletionsClientException}; canceling it
     *     aborts the call
     */
    CompletableFuture<Tokenization> tokenize(TokenizationRequest request, CallOptions options);

    /**
     * Requests the text of tokens, from a server that has an endpoint for it.
     *
     * @param model the model's name; null for the server's only one
     * @param tokens the ids of the tokens
     * @return a future that completes with the text, or with a {@link CompletionsClientException}, which is an
     *     {@link InvalidRequestException} if the server has no such endpoint according to its profile; canceling it
     *     aborts the call
     */
    default CompletableFuture<String> detokenize(@Nullable String model, TokenIds tokens) {
        return detokenize(model, tokens, CallOptions.none());
    }

    /**
     * Requests the text of tokens, as {@link #detokenize(String, TokenIds)} does, with options for this call.
     *
     * @param model the model's name; null for the server's only one
     * @param tokens the ids of the tokens
     * @param options per-call options; they override the client's
     * @return a future that completes with the text, or with a {@link CompletionsClientException}; canceling it aborts
     *     the call
     */
    CompletableFuture<String> detokenize(@Nullable String model, TokenIds tokens, CallOptions options);

    /**
     * Returns a new accumulator, for subscribers that need the text received so far while a stream is in progress. For
     * the final result alone, {@link CompletionStream#collect()} is simpler.
     */
    CompletionAccumulator newAccumulator();

    /**
     * Rejects new calls, which fail with {@link ClientClosedException}, waits up to the grace period for calls in
     * flight, and then closes this client as {@link #close} does.
     *
     * <p>Idempotent. If it is called several times, the shortest grace period applies.
     *
     * @param grace the grace period; zero closes immediately
     * @return a future that completes when all calls have ended and all resources owned by this client are released; it
     *     never completes exceptionally
     */
    CompletableFuture<@Nullable Void> shutdown(Duration grace);

    /**
     * Aborts the calls in flight, which fail with {@link ClientClosedException}, and closes the transport if this
     * client created it. Idempotent; does not block.
     */
    @Override
    void close();

    /**
     * A builder of clients.
     *
     * <p>For every optional property, {@code null} restores the default. Not safe for use by multiple threads. Not
     * meant to be implemented; methods may be added.
     */
    interface Builder {

        /**
         * Sets the server's URL, as the server's documentation gives it: with or without {@code /v1},
         * {@code /completions} or a trailing slash. If the URL has no path, the profile's path is used, which is
         * {@code /v1} for most profiles. The host is a name of letters, digits, hyphens, underscores and dots, or an IP
         * address. If the port is absent or empty, as in {@code http://127.0.0.1:}, the scheme's default applies.
         *
         * <p>Default: {@code https://api.openai.com/v1}.
         *
         * @param baseUrl an {@code http} or {@code https} URL without user info and fragment, and without a query other
         *     than Azure's {@code api-version}; null restores the default
         * @throws IllegalArgumentException if the URL has any other form, has a port outside 1 to 65535, or is the URL
         *     of chat completions; the message contains no part of the URL except an invalid port
         */
        Builder baseUrl(@Nullable String baseUrl);

        /**
         * Sets the URLs of several equivalent servers; replaces {@link #baseUrl}. Each call goes to the less loaded of
         * two servers chosen at random, and a retry goes to another server if there is one. A server that fails three
         * times in a row is ejected, for 5 seconds at first and at most 60 seconds, and must then answer one call
         * before it receives others.
         *
         * @param baseUrls one or more URLs as described in {@link #baseUrl}; null restores the default
         * @throws IllegalArgumentException if the list is empty or a URL is invalid
         */
        Builder baseUrls(@Nullable List<String> baseUrls);

        /**
         * Sets the server's profile, which determines the endpoint's path, the header that carries the API key, and
         * which requests are rejected with an {@link InvalidRequestException} before they are sent.
         *
         * <p>Default: {@link ServerProfile#openAi()} and {@link ServerProfile#azure()} for the hosts of these services,
         * and {@link ServerProfile#compatible()} for any other host, so that OpenAI's limits do not apply to
         * self-hosted servers. These hosts are {@code api.openai.com}, {@code openai.azure.com} and their subdomains;
         * of several base URLs, the first decides.
         *
         * @param profile the profile; null restores the default
         */
        Builder profile(@Nullable ServerProfile profile);

        /**
         * Sets the API key, which is sent as {@code Authorization: Bearer …} or as the profile specifies. Default: no
         * key is sent.
         *
         * <p>Of this method, {@link #apiKey(Supplier)} and {@link #credentials}, the last call takes effect.
         *
         * @param apiKey visible ASCII characters; null sends no key
         * @throws IllegalArgumentException if the key is empty or contains any other character; the message does not
         *     contain the key
         */
        Builder apiKey(@Nullable String apiKey);

        /**
         * Sets a supplier of the API key; replaces {@link #apiKey(String)}. The supplier is called for each attempt, on
         * any thread, and must not block. After a 401 response it is called again and the call is retried once.
         *
         * @param apiKey the supplier; if it throws or returns an invalid key, the call fails with a
         *     {@link CredentialException} that does not contain the message of the throwable; null sends no key
         */
        Builder apiKey(@Nullable Supplier<String> apiKey);

        /**
         * Sets a provider of API keys that expire; replaces {@link #apiKey(String)}.
         *
         * @param credentials the provider; null sends no key
         */
        Builder credentials(@Nullable CredentialProvider credentials);

        /**
         * Sets whether {@link #build()} fails if an API key would be sent without TLS to a host other than this
         * machine. A key is also what a header such as {@code Authorization} has if it is set for all calls; headers of
         * a single call are not checked. Default: false, which logs a warning instead.
         *
         * @param requireTls true to fail
         */
        Builder requireTls(boolean requireTls);

        /**
         * Sets the organization that calls are billed to, sent in the header {@code OpenAI-Organization}.
         *
         * @param organization the organization's id; null sends no such header
         * @throws IllegalArgumentException as {@link CallOptions.Builder#header} does
         */
        Builder organization(@Nullable String organization);

        /**
         * Sets the project that calls are billed to, sent in the header {@code OpenAI-Project}.
         *
         * @param project the project's id; null sends no such header
         * @throws IllegalArgumentException as {@link CallOptions.Builder#header} does
         */
        Builder project(@Nullable String project);

        /**
         * Sets a header of every request. It overrides a header of the same name that the client would send.
         *
         * @param name the name, case-insensitive
         * @param value the value, treated as {@link CallOptions.Builder#header} describes; null removes the header that
         *     was set here
         * @throws IllegalArgumentException as {@link CallOptions.Builder#header} does
         */
        Builder header(String name, @Nullable String value);

        /**
         * Sets a query parameter of every request. It overrides a parameter of the same name in the base URL.
         *
         * @param name the name, unencoded
         * @param value the value, unencoded; null removes the parameter that was set here
         * @throws IllegalArgumentException as {@link CallOptions.Builder#queryParameter} does
         */
        Builder queryParameter(String name, @Nullable String value);

        /**
         * Selects the transport by the name of its provider, such as {@code jdk} or {@code netty}. The system property
         * {@code completions4j.transport} does the same without a code change. Default: the available transport of the
         * highest priority.
         *
         * @param name the provider's name; {@link #build()} fails if there is no such provider or it is unavailable;
         *     null restores the default
         */
        Builder transport(@Nullable String name);

        /**
         * Sets the transport. It takes precedence over a transport selected by name.
         *
         * @param transport the transport, owned by the caller: the client never closes it; null removes it
         */
        Builder transport(@Nullable Transport transport);

        /**
         * Sets the connect timeout, TLS handshake included. Default: 5 seconds. Ignored if a transport instance was
         * supplied.
         *
         * @param connectTimeout a positive duration; null restores the default
         * @throws IllegalArgumentException if the duration is not positive
         */
        Builder connectTimeout(@Nullable Duration connectTimeout);

        /**
         * Sets the TLS context, which supplies trust anchors and client certificates. Default: the JVM's. If a
         * transport instance was supplied, {@link #build()} fails; configure TLS on the transport instead.
         *
         * @param sslContext the context; null restores the default
         */
        Builder sslContext(@Nullable SSLContext sslContext);

        /**
         * Sets the proxy for all connections. Default: none, or the proxy from the JVM's system properties if the
         * transport supports them. If a transport instance was supplied, {@link #build()} fails; configure the proxy on
         * the transport instead.
         *
         * @param proxy the proxy; null restores the default
         */
        Builder proxy(@Nullable ProxyServer proxy);

        /**
         * Sets the timeout for one phase of every call. For the defaults, see {@link Timeout}.
         *
         * @param timeout the phase
         * @param limit a positive duration; null restores the default, whereas {@link #noTimeout} disables the timeout
         * @throws IllegalArgumentException if the duration is not positive
         */
        Builder timeout(Timeout timeout, @Nullable Duration limit);

        /**
         * Disables a timeout.
         *
         * @param timeout the phase
         */
        Builder noTimeout(Timeout timeout);

        /**
         * Sets the maximum memory for the response of each call, as {@link CallOptions.Builder#maxResponseBytes(long)}
         * describes. Default: 64 MiB.
         *
         * @param maxResponseBytes a positive number of bytes
         * @throws IllegalArgumentException if the number is not positive
         */
        Builder maxResponseBytes(long maxResponseBytes);

        /**
         * Sets the maximum memory for the response of each call, as {@link #maxResponseBytes(long)} does.
         *
         * @param maxResponseBytes a positive number of bytes; null restores the default
         * @throws IllegalArgumentException if the number is not positive
         */
        Builder maxResponseBytes(@Nullable Long maxResponseBytes);

        /**
         * Sets the executor on which subscribers are called and futures are completed. Decoding runs there too, and
         * each buffer is copied once. Calls to one subscriber remain serial. Default: none; the transport's I/O threads
         * are used.
         *
         * <p>If the executor throws instead of accepting a task, the affected call fails with
         * {@link CallbackRejectedException}. An executor that runs tasks on the submitting thread, such as
         * {@code Runnable::run} or a saturated pool with a caller-runs policy, runs them on I/O threads, or, after a
         * timeout, on one of at most 32 threads that all clients share. Callbacks that wait for other calls of the client
         * need a thread each: if they occupy all threads of the executor, no result or timeout reaches them.
         *
         * @param executor the executor, owned by the caller: the client never closes it; null restores the default
         */
        Builder executor(@Nullable Executor executor);

        /**
         * Sets the clock and timer for timeouts and retries, mainly for tests. Default: the system's.
         *
         * @param scheduler the scheduler; null restores the default
         */
        Builder scheduler(@Nullable Scheduler scheduler);

        /**
         * Sets how failed calls are retried. Default: {@link RetrySettings#defaults()}.
         *
         * @param retries the settings; null restores the default
         */
        Builder retries(@Nullable RetrySettings retries);

        /**
         * Sets a retry policy that replaces the standard one. {@link RetrySettings#maxAttempts()} and
         * {@link RetrySettings#budget()} still apply, and {@link RetrySettings#maxRetryAfter()} still limits how long a
         * host may make calls wait; the other retry settings do not.
         *
         * @param retryPolicy the policy; null restores the default
         */
        Builder retryPolicy(@Nullable RetryPolicy retryPolicy);

        /**
         * Sets the maximum number of calls in flight, each counted from its start to the end of its response. Default:
         * 1,000.
         *
         * @param maxInFlight a positive number; null restores the default
         * @throws IllegalArgumentException if the number is not positive
         */
        Builder maxInFlight(@Nullable Integer maxInFlight);

        /**
         * Sets the maximum number of calls that wait, in order of arrival, for other calls to end. Further calls fail
         * with {@link QueueFullException}. Default: 1,000.
         *
         * @param maxQueued zero or a positive number; null restores the default
         * @throws IllegalArgumentException if the number is negative
         */
        Builder maxQueued(@Nullable Integer maxQueued);

        /**
         * Sets whether calls are delayed so that they stay within the limits of the server's {@code x-ratelimit-*}
         * headers, instead of being rejected with 429. The first call is not delayed; its response determines the delay
         * of the others. Default: false.
         *
         * @param paceByRateLimits true to delay calls
         */
        Builder paceByRateLimits(boolean paceByRateLimits);

        /**
         * Adds an interceptor after those added before.
         *
         * @param interceptor the interceptor
         */
        Builder interceptor(CompletionsInterceptor interceptor);

        /**
         * Adds a listener.
         *
         * @param listener the factory of a listener for each call
         */
        Builder listener(CallListener.Factory listener);

        /**
         * Sets whether {@link CompletionsPlugin}s are discovered and applied. Default: true.
         *
         * @param discoverPlugins false to disable plug-in discovery
         */
        Builder discoverPlugins(boolean discoverPlugins);

        /**
         * Sets whether the bodies of requests and responses are logged at level {@code TRACE}. They contain prompts and
         * completions. API keys and other secrets are masked, even if they are split across several reads. Default:
         * false.
         *
         * @param logBodies true to log bodies
         */
        Builder logBodies(boolean logBodies);

        /**
         * Returns a new client. Opens no connection.
         *
         * @throws IllegalArgumentException if the transport does not support a setting, such as the type of the proxy
         * @throws IllegalStateException if no transport, more than one, or not the selected one is available, in which
         *     case the message lists the available transports and names the artifact to add; if a TLS context or a
         *     proxy was set together with a transport instance; or if TLS is required and a server's URL does not use
         *     it
         */
        CompletionsClient build();
    }
}
