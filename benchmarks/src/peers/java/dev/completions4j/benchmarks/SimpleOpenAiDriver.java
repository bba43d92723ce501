package dev.completions4j.benchmarks;

import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.domain.completion.Completion;
import io.github.sashirestela.openai.domain.completion.CompletionRequest;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** simple-openai, whose streams are {@code java.util.stream} streams: each blocks a thread. */
final class SimpleOpenAiDriver implements Driver {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SimpleOpenAI client;
    private final boolean streams;

    private final CompletionRequest request = CompletionRequest.builder()
            .model(RequestBody.MODEL)
            .prompt(RequestBody.PROMPT)
            .build();

    /** @param root the base URL without {@code /v1}, which the library adds */
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
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        return streams ? stream(recorder) : complete(recorder);
    }

    private CompletableFuture<?> complete(ResponseRecorder recorder) {
        return client.completions().create(request).thenAccept(completion -> {
            add(completion, recorder);
            recorder.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(ResponseRecorder recorder) {
        return client.completions()
                .createStream(request)
                .thenAcceptAsync(
                        chunks -> {
                            chunks.forEach(chunk -> add(chunk, recorder));
                            recorder.verifyTexts();
                        },
                        threads);
    }

    private static void add(Completion chunk, ResponseRecorder recorder) {
        for (Completion.Choice choice : chunk.getChoices()) {
            recorder.text(choice.getIndex(), choice.getText());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
