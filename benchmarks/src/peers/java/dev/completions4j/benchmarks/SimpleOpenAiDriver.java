package dev.completions4j.benchmarks;

import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.domain.completion.Completion;
import io.github.sashirestela.openai.domain.completion.CompletionRequest;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Simple-openai, whose streams are those of {@code java.util.stream}: each blocks a thread. */
final class SimpleOpenAiDriver implements Driver {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SimpleOpenAI client;
    private final boolean streams;

    private final CompletionRequest request = CompletionRequest.builder()
            .model(RequestBody.MODEL)
            .prompt(RequestBody.PROMPT)
            .build();

    /** @param root without {@code /v1}, which the library adds */
    SimpleOpenAiDriver(String root, Workload workload) {
        client = SimpleOpenAI.builder()
                .httpClient(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build())
                .baseUrl(root)
                .apiKey("none")
                .build();
        streams = workload.isStream();
    }

    @Override
    public CompletableFuture<?> send(Receipt receipt) {
        return streams ? stream(receipt) : complete(receipt);
    }

    private CompletableFuture<?> complete(Receipt receipt) {
        return client.completions().create(request).thenAccept(completion -> {
            add(completion, receipt);
            receipt.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(Receipt receipt) {
        return client.completions()
                .createStream(request)
                .thenAcceptAsync(
                        chunks -> {
                            chunks.forEach(chunk -> add(chunk, receipt));
                            receipt.verifyTexts();
                        },
                        threads);
    }

    private static void add(Completion chunk, Receipt receipt) {
        for (Completion.Choice choice : chunk.getChoices()) {
            receipt.text(choice.getIndex(), choice.getText());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
