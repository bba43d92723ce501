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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous client of one text-completions server.
 *
 * <p>Safe for use by any number of threads; meant to be created once and shared. No method blocks.
 *
 * <p><b>Threads.</b> Subscribers are called, and futures completed, on the transport's I/O threads. Code that blocks there
 * delays other calls, and is reported once as a warning by {@link System.Logger} under the name {@code dev.completions4j};
 * such code belongs on an executor, by {@link Builder#executor} or by {@code thenApplyAsync} and its like. Code that waits
 * there for a response would wait for itself: {@code join} and {@code get} of the client's futures, and of stages derived
 * from them, throw {@link IllegalStateException} on such a thread instead of waiting, and so does
 * {@link ChunkIterator#hasNext}. Callbacks that no I/O triggers run on other threads: those for data that was read before,
 * on the thread that requests it; the end of calls at {@link #close}, on the closing thread; timeouts and retries, on a
 * bounded number of daemon threads of the library.
 *
 * <p><b>Code that throws.</b> What a listener, a policy, a scheduler, an executor or a transport throws, an {@link Error}
 * included, is logged and harms at most its own call. A subscriber that throws harms its own stream only: it is cancelled,
 * and the error goes to the thread's uncaught exception handler. An {@code OutOfMemoryError} or a
 * {@code StackOverflowError} that strikes inside the client ends the call in which it strikes with that error, as far as
 * the memory that is left allows; other calls go on. An executor that drops tasks without throwing leaves their calls
 * without an end.
 *
 * <p>What is wrong with a call is reported through its future or its stream, as a {@link CompletionsClientException},
 * and never thrown.
 */
public interface CompletionsClient extends AutoCloseable {

    /**
     * Starts to build a client.
     *
     * @throws IllegalStateException if no engine, or more than one, is on the class path or module path; the message
     *     names the artifact to add
     */
    static Builder builder() {
        return CompletionsClientProviders.only().builder();
    }

    /**
     * Asks for a completion as a whole.
     *
     * <p>Cancelling the returned future, or completing it by any other hand, aborts the call at whatever phase it is;
     * so does cancelling a stage derived from it.
     *
     * @param request what to complete
     * @return completes with the completion, or with a {@link CompletionsClientException}
     */
    default CompletableFuture<Completion> complete(CompletionRequest request) {
        return complete(request, CallOptions.none());
    }

    /**
     * Asks for a completion as a whole, as {@link #complete(CompletionRequest)} does.
     *
     * @param request what to complete
     * @param options what to send besides, in place of the client's
     * @return completes with the completion, or with a {@link CompletionsClientException}
     */
    CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options);

    /**
     * Describes a streamed completion; each subscription sends the request anew.
     *
     * @param request what to complete
     */
    default CompletionStream stream(CompletionRequest request) {
        return stream(request, CallOptions.none());
    }

    /**
     * Describes a streamed completion, as {@link #stream(CompletionRequest)} does.
     *
     * @param request what to complete
     * @param options what to send besides, in place of the client's
     */
    CompletionStream stream(CompletionRequest request, CallOptions options);

    /**
     * Asks which models the server has.
     *
     * @return completes with the models, or with a {@link CompletionsClientException}; cancelling it aborts the call
     */
    default CompletableFuture<ModelList> models() {
        return models(CallOptions.none());
    }

    /**
     * Asks which models the server has, as {@link #models()} does.
     *
     * @param options what to send besides, in place of the client's
     * @return completes with the models, or with a {@link CompletionsClientException}; cancelling it aborts the call
     */
    CompletableFuture<ModelList> models(CallOptions options);

    /**
     * Makes an accumulator for a subscriber that wants the text so far while a stream goes on; for the end alone,
     * {@link CompletionStream#collect()} is simpler.
     */
    CompletionAccumulator newAccumulator();

    /**
     * Refuses new calls, which fail with {@link ClientClosedException}, lets those in flight end within the grace period,
     * and then closes this client as {@link #close} does.
     *
     * <p>Idempotent; the shortest grace wins.
     *
     * @param grace zero closes at once
     * @return completes when all calls have ended and all that this client owns is freed; never fails
     */
    CompletableFuture<@Nullable Void> shutdown(Duration grace);

    /**
     * Aborts the calls in flight, which fail with {@link ClientClosedException}, and closes the transport if this client
     * created it. Idempotent; does not wait.
     */
    @Override
    void close();

    /** Collects the settings of a client. Not safe for use by several threads at once. */
    interface Builder {

        /**
         * Sets where the server is: as the server's documentation writes it, with or without {@code /v1},
         * {@code /completions} or a slash at the end. Without a path, the profile's is assumed, which is {@code /v1}
         * for most. The host is a name of letters, digits, hyphens, underscores and dots, or an IP address. A missing or
         * empty port ({@code http://127.0.0.1:}) is the scheme's default.
         *
         * <p>Default: {@code https://api.openai.com/v1}.
         *
         * @param baseUrl {@code http} or {@code https}, without user info and fragment, and with no query but Azure's
         *     {@code api-version}
         * @throws IllegalArgumentException if it is anything else, has a port that is not between 1 and 65535, or is the
         *     address of chat completions; the message shows nothing of it but such a port
         */
        Builder baseUrl(String baseUrl);

        /**
         * Sets several servers that answer alike, in place of {@link #baseUrl}. A call goes to the less loaded of two that
         * are drawn, and a retry to another one if there is one. A server that fails three times in a row is left out for a
         * while, at first 5 seconds, at most 60, and then has to answer one call before it gets others.
         *
         * @param baseUrls each as {@link #baseUrl} takes it
         * @throws IllegalArgumentException if there is none, or one of them is not valid
         */
        Builder baseUrls(List<String> baseUrls);

        /**
         * Sets what kind of server it is, which decides where its endpoint is, how the key is sent, and which requests
         * fail with an {@link InvalidRequestException} before they are sent.
         *
         * <p>Default: {@link ServerProfile#openAi()} and {@link ServerProfile#azure()} on these services' own hosts, and
         * {@link ServerProfile#compatible()} on any other, so that OpenAI's limits never stand in the way of a
         * self-hosted server.
         */
        Builder profile(ServerProfile profile);

        /**
         * Sets the key that is sent as {@code Authorization: Bearer …}, or as the profile says. Default: none is sent.
         *
         * @param apiKey visible ASCII characters
         * @throws IllegalArgumentException if it is empty or has another character; the message does not show it
         */
        Builder apiKey(String apiKey);

        /**
         * Sets where the key comes from, in place of {@link #apiKey(String)}. It is read for each attempt, by any thread,
         * and must be there at once. After a 401 it is read anew, and the call is sent once more.
         *
         * @param apiKey what it throws, or a key that is not valid, fails the call with {@link CredentialException}, which
         *     does not show the message of what was thrown
         */
        Builder apiKey(Supplier<String> apiKey);

        /** Sets where keys that expire come from, in place of {@link #apiKey(String)}. */
        Builder credentials(CredentialProvider credentials);

        /**
         * Refuses to build a client that would send a key without TLS to a host that is not this machine. By default
         * {@link #build()} warns of it.
         */
        Builder requireTls();

        /** Sets the organization that calls are billed to, by the header {@code OpenAI-Organization}. */
        Builder organization(String organization);

        /** Sets the project that calls are billed to, by the header {@code OpenAI-Project}. */
        Builder project(String project);

        /**
         * Adds a header to every request, in place of one of the client's own of that name.
         *
         * @throws IllegalArgumentException as {@link CallOptions.Builder#header} does
         */
        Builder header(String name, String value);

        /**
         * Adds a query parameter to every request, in place of one of the base URL of that name.
         *
         * @throws IllegalArgumentException as {@link CallOptions.Builder#queryParameter} does
         */
        Builder queryParameter(String name, String value);

        /**
         * Sets the transport by its provider's name, such as {@code jdk} or {@code netty}; it must be there and able to
         * work, or {@link #build()} fails. In place of a call, the system property {@code completions4j.transport} can
         * name it. Default: the available one with the highest priority.
         */
        Builder transport(String name);

        /** Sets the transport itself, which stays the caller's: the client never closes it. */
        Builder transport(Transport transport);

        /**
         * Sets how long connecting may take, TLS handshake included. Default: 5 seconds. Of no effect on a transport
         * that was handed in.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        Builder connectTimeout(Duration connectTimeout);

        /**
         * Sets where TLS takes its trust and its client certificate from. Default: the JVM's. A transport that is handed
         * in has TLS settings of its own, beside which {@link #build()} refuses this one.
         */
        Builder sslContext(SSLContext sslContext);

        /**
         * Sets a proxy through which every connection goes. Default: none, or the one that the JVM's system properties
         * name if the transport heeds these. A transport that is handed in has a proxy of its own or none, and
         * {@link #build()} refuses this one beside it.
         */
        Builder proxy(ProxyServer proxy);

        /**
         * Limits what calls may take their time for. Defaults: see {@link Timeout}.
         *
         * @param limit positive
         * @throws IllegalArgumentException if it is not
         */
        Builder timeout(Timeout timeout, Duration limit);

        /** Switches a timeout off. */
        Builder noTimeout(Timeout timeout);

        /**
         * Limits the memory that the response of each call may take, as {@link CallOptions.Builder#maxResponseBytes}
         * does. Default: 64 MiB.
         *
         * @param maxResponseBytes positive
         * @throws IllegalArgumentException if it is not positive
         */
        Builder maxResponseBytes(long maxResponseBytes);

        /**
         * Sets where subscribers are called and futures completed, in place of the transport's I/O threads; decoding
         * moves there too, and each buffer is copied once. Calls to one subscriber stay serial. A task that the executor
         * does not take, whatever it throws, fails its call with {@link CallbackRejectedException}.
         *
         * @param executor stays the caller's: the client never closes it
         */
        Builder executor(Executor executor);

        /** Sets the time that timeouts and retries go by; meant for tests. Default: the system's. */
        Builder scheduler(Scheduler scheduler);

        /** Sets how calls that fail are sent again. Default: {@link RetrySettings#defaults()}. */
        Builder retries(RetrySettings retries);

        /**
         * Replaces the standard policy of retries; of the settings, {@link RetrySettings#maxAttempts()} and
         * {@link RetrySettings#budget()} still hold.
         */
        Builder retryPolicy(RetryPolicy retryPolicy);

        /**
         * Limits how many calls are in flight, from the start to the end of the answer. Default: 1,000.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        Builder maxInFlight(int maxInFlight);

        /**
         * Limits how many calls wait for others to end, first come, first served; further ones fail with
         * {@link QueueFullException}. Default: 1,000.
         *
         * @throws IllegalArgumentException if it is negative
         */
        Builder maxQueued(int maxQueued);

        /**
         * Sends no more than the server's {@code x-ratelimit-*} headers allow: calls beyond that wait for their turn, rather
         * than be refused with a 429. The first call waits for no one, the others for what its answer tells. Off by default.
         */
        Builder paceByRateLimits();

        /** Adds an interceptor, behind those that were added before. */
        Builder interceptor(CompletionsInterceptor interceptor);

        /** Adds a listener. */
        Builder listener(CallListener.Factory listener);

        /** Leaves out what {@link CompletionsPlugin}s would add. */
        Builder withoutPlugins();

        /**
         * Logs the bodies of requests and responses at level {@code TRACE}, which shows prompts and completions. Keys and
         * other secrets are masked, even if they are split over several reads. Off by default.
         */
        Builder logBodies();

        /**
         * Creates the client. Opens no connection.
         *
         * @throws IllegalArgumentException if the transport can't do what is set, such as speak to that type of proxy
         * @throws IllegalStateException if there is no transport, not just one, or not the named one, in which case the
         *     message lists what there is and names the artifact to add; if a transport was handed in that a TLS
         *     context or a proxy was set beside; or if TLS is required and a server has none
         */
        CompletionsClient build();
    }
}
