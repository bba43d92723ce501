package dev.completions4j;

import dev.completions4j.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An asynchronous client of one text-completions server.
 *
 * <p>Safe for use by any number of threads; meant to be created once and shared. No method blocks. Futures and
 * subscribers are called on the transport's I/O threads: code that blocks belongs on an executor, by
 * {@code thenApplyAsync} and its like.
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
         * for most.
         *
         * <p>Default: {@code https://api.openai.com/v1}.
         *
         * @param baseUrl {@code http} or {@code https}, without user info and fragment, and with no query but Azure's
         *     {@code api-version}
         * @throws IllegalArgumentException if it is anything else, or the address of chat completions; the message does
         *     not show it
         */
        Builder baseUrl(String baseUrl);

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
         * Creates the client. Opens no connection.
         *
         * @throws IllegalStateException if there is no transport, not just one, or not the named one; the message lists
         *     what there is and names the artifact to add
         */
        CompletionsClient build();
    }
}
