// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.transport.Transport;
import java.util.List;
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

    /** @param transport closed with this driver */
    CompletionsDriver(CompletionsClient.Builder client, Transport transport, int port, Workload workload) {
        this.transport = transport;
        this.client = client.transport(transport)
                .maxInFlight(MAX_STREAMS)
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .build();
        request = CompletionRequest.builder()
                .model(RequestBody.MODEL)
                .prompt(RequestBody.PROMPT)
                .n(workload.choices())
                .build();
        streams = workload.isStream();
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        return streams ? stream(recorder) : complete(recorder);
    }

    private CompletableFuture<?> complete(ResponseRecorder recorder) {
        return client.complete(request).thenAccept(completion -> {
            add(completion.choices(), recorder);
            recorder.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(ResponseRecorder recorder) {
        Subscriber subscriber = new Subscriber(recorder);
        client.stream(request).subscribe(subscriber);
        return subscriber.ended.thenRun(recorder::verifyTexts);
    }

    private static void add(List<Choice> choices, ResponseRecorder recorder) {
        for (Choice choice : choices) {
            recorder.text(choice.index(), choice.text());
        }
    }

    @Override
    public void close() {
        client.close();
        transport.close();
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
            add(chunk.choices(), recorder);
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
