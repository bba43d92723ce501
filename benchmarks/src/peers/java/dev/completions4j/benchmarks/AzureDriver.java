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

/** Azure's library, on its asynchronous client, with as many connections as are asked for; without a key, which takes TLS. */
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
    public CompletableFuture<?> send(Receipt receipt) {
        CompletionsOptions request = new CompletionsOptions(List.of(RequestBody.PROMPT));
        return streams ? stream(request, receipt) : complete(request, receipt);
    }

    private CompletableFuture<?> complete(CompletionsOptions request, Receipt receipt) {
        return client.getCompletions(RequestBody.MODEL, request).toFuture().thenAccept(completion -> {
            add(completion, receipt);
            receipt.verifyTexts();
        });
    }

    private CompletableFuture<?> stream(CompletionsOptions request, Receipt receipt) {
        return client.getCompletionsStream(RequestBody.MODEL, request)
                .doOnNext(chunk -> add(chunk, receipt))
                .then()
                .toFuture()
                .thenRun(receipt::verifyTexts);
    }

    private static void add(Completions chunk, Receipt receipt) {
        for (Choice choice : chunk.getChoices()) {
            receipt.text(choice.getIndex(), choice.getText());
        }
    }

    @Override
    public void close() {}
}
