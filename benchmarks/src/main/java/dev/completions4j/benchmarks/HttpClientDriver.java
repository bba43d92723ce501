// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** What people write by hand: {@code java.net.http} with its default settings, its lines, and Jackson's databind. */
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
    public CompletableFuture<?> send(Receipt receipt) {
        return streams ? stream(receipt) : complete(receipt);
    }

    private CompletableFuture<?> complete(Receipt receipt) {
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenAccept(response -> {
            add(DatabindChunk.read(response.body()), receipt);
            receipt.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(Receipt receipt) {
        return client.sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines(receipt)))
                .thenRun(receipt::verifyTexts);
    }

    private static void add(DatabindChunk chunk, Receipt receipt) {
        for (DatabindChunk.Choice choice : chunk.choices()) {
            receipt.text(choice.index(), choice.text());
        }
    }

    /** Its threads end when nothing refers to the client any more, or with the process. */
    @Override
    public void close() {}

    private record Lines(Receipt receipt) implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data: {")) {
                add(DatabindChunk.read(line.substring("data: ".length())), receipt);
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The future of the answer fails with it, too.
        }

        @Override
        public void onComplete() {}
    }
}
