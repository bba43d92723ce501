package dev.completions4j.benchmarks;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.Choice;
import com.azure.ai.openai.models.Completions;
import com.azure.ai.openai.models.CompletionsOptions;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import reactor.netty.resources.ConnectionProvider;

/** Azure's library, using its asynchronous client with enough connections; without a key, because keys require TLS. */
final class AzureDriver implements Driver {

    private static final int MANY = 20_000;

    private final OpenAIAsyncClient client;
    private final boolean streams;

    AzureDriver(String baseUrl, Workload workload) {
        client = new OpenAIClientBuilder()
                .endpoint(baseUrl)
                .httpClient(new NettyAsyncHttpClientBuilder()
                        .connectionProvider(ConnectionProvider.create("many", MANY))
                        .build())
                .buildAsyncClient();
        streams = workload.isStream();
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        CompletionsOptions request = new CompletionsOptions(List.of(RequestBody.PROMPT));
        return streams ? stream(request, recorder) : complete(request, recorder);
    }

    private CompletableFuture<?> complete(CompletionsOptions request, ResponseRecorder recorder) {
        return client.getCompletions(RequestBody.MODEL, request).toFuture().thenAccept(completion -> {
            add(completion, recorder);
            recorder.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(CompletionsOptions request, ResponseRecorder recorder) {
        return client.getCompletionsStream(RequestBody.MODEL, request)
                .doOnNext(chunk -> add(chunk, recorder))
                .then()
                .toFuture()
                .thenRun(recorder::verifyTexts);
    }

    private static void add(Completions chunk, ResponseRecorder recorder) {
        for (Choice choice : chunk.getChoices()) {
            recorder.text(choice.getIndex(), choice.getText());
        }
    }

    @Override
    public void close() {}
}
