// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A hand-written client: {@code java.net.http} with default settings, its line subscriber, and Jackson's databind. */
final class HttpClientDriver implements Driver {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpRequest request;
    private final boolean streams;

    HttpClientDriver(Target target) {
        request = HttpRequest.newBuilder(URI.create(target.baseUrl() + "/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(RequestBody.JSON))
                .build();
        streams = target.workload().isStream();
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        return streams ? stream(recorder) : complete(recorder);
    }

    private CompletableFuture<?> complete(ResponseRecorder recorder) {
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenAccept(response -> {
            for (DatabindChunk.Choice choice :
                    DatabindChunk.read(response.body()).choices()) {
                recorder.text(choice.index(), choice.text());
            }
            recorder.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(ResponseRecorder recorder) {
        return client.sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines(recorder)))
                .thenRun(recorder::verifyTexts);
    }

    private static void add(DatabindChunk chunk, ResponseRecorder recorder) {
        for (DatabindChunk.Choice choice : chunk.choices()) {
            recorder.text(choice.index(), choice.text());
            if (choice.logprobs() != null) {
                choice.logprobs().tokenLogprobs().forEach(recorder::logprob);
                choice.logprobs().topLogprobs().forEach(top -> top.values().forEach(recorder::logprob));
            }
            if (choice.tokenIds() != null) {
                choice.tokenIds().forEach(recorder::tokenId);
            }
        }
        if (chunk.usage() != null) {
            recorder.usage(chunk.usage().completionTokens());
        }
    }

    /** Does nothing; the threads end when the client is garbage collected, or with the process. */
    @Override
    public void close() {}

    private record Lines(ResponseRecorder recorder) implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data: {")) {
                add(DatabindChunk.read(line.substring("data: ".length())), recorder);
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The response's future fails with it, too.
        }

        @Override
        public void onComplete() {}
    }
}
