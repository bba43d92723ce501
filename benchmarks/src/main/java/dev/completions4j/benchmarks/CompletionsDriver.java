// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.CallOptions;
import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenLogprob;
import dev.completions4j.extensions.VllmResults;
import dev.completions4j.transport.Transport;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** This library, with limits that let all streams of a scenario run at once. */
final class CompletionsDriver implements Driver {

    static final int MAX_STREAMS = 20_000;

    private final Transport transport;
    private final CompletionsClient client;
    private final CompletionRequest request;
    private final boolean streams;
    private final CallOptions options;
    private final Runnable afterwards;

    /**
     * @param transport closed with this driver
     * @param options the options of every call
     * @param afterwards run after the transport was closed
     */
    CompletionsDriver(
            CompletionsClient.Builder client,
            Transport transport,
            Target target,
            CallOptions options,
            Runnable afterwards) {
        this.transport = transport;
        this.options = options;
        this.afterwards = afterwards;
        this.client = client.transport(transport)
                .maxInFlight(MAX_STREAMS)
                .baseUrl(target.baseUrl())
                .build();
        request = CompletionRequest.builder()
                .model(RequestBody.MODEL)
                .prompt(RequestBody.PROMPT)
                .n(target.workload().choices())
                .build();
        streams = target.workload().isStream();
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        return streams ? stream(recorder) : complete(recorder);
    }

    private CompletableFuture<?> complete(ResponseRecorder recorder) {
        return client.complete(request, options).thenAccept(completion -> {
            completion.choices().forEach(choice -> recorder.text(choice.index(), choice.text()));
            recorder.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(ResponseRecorder recorder) {
        Subscriber subscriber = new Subscriber(recorder);
        client.stream(request, options).subscribe(subscriber);
        return subscriber.ended.thenRun(recorder::verifyTexts);
    }

    private static void add(CompletionChunk chunk, ResponseRecorder recorder) {
        for (Choice choice : chunk.choices()) {
            recorder.text(choice.index(), choice.text());
            if (choice.logprobs() != null) {
                addLogprobs(choice.logprobs(), recorder);
            }
            if (!choice.additionalProperties().isEmpty()) {
                addTokenIds(choice, recorder);
            }
        }
        if (chunk.usage() != null) {
            recorder.usage((int) chunk.usage().completionTokens());
        }
    }

    private static void addLogprobs(Logprobs logprobs, ResponseRecorder recorder) {
        for (TokenLogprob token : logprobs.tokens()) {
            recorder.logprob(Objects.requireNonNull(token.logprob()));
            for (TokenLogprob.TopLogprob top : token.top()) {
                recorder.logprob(Objects.requireNonNull(top.logprob()));
            }
        }
    }

    private static void addTokenIds(Choice choice, ResponseRecorder recorder) {
        TokenIds ids = Objects.requireNonNull(VllmResults.tokenIds(choice));
        for (int i = 0; i < ids.size(); i++) {
            recorder.tokenId(ids.get(i));
        }
    }

    @Override
    public void close() {
        client.close();
        transport.close();
        afterwards.run();
    }

    private static final class Subscriber implements Flow.Subscriber<CompletionChunk> {

        private final ResponseRecorder recorder;
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

        Subscriber(ResponseRecorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            add(chunk, recorder);
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }
    }
}
