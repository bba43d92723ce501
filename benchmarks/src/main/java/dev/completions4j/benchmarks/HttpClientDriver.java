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

    HttpClientDriver(int port, Workload workload) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(RequestBody.JSON))
                .build();
        streams = workload.isStream();
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        return streams ? stream(recorder) : complete(recorder);
    }

    private CompletableFuture<?> complete(ResponseRecorder recorder) {
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenAccept(response -> {
            add(DatabindChunk.read(response.body()), recorder);
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
