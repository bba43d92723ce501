package dev.completions4j.benchmarks;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import java.util.concurrent.CompletableFuture;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** OpenAI's own library, on its asynchronous client, with as many requests to one host as are asked for. */
final class OpenAiJavaDriver implements Driver {

    private final OpenAIClientAsync client;
    private final boolean streams;

    private final CompletionCreateParams request = CompletionCreateParams.builder()
            .model(RequestBody.MODEL)
            .prompt(RequestBody.PROMPT)
            .build();

    OpenAiJavaDriver(String baseUrl, Workload workload) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        client = OpenAIOkHttpClientAsync.builder()
                .okHttpClient(new OkHttpClient.Builder().dispatcher(dispatcher).build())
                .baseUrl(baseUrl)
                .apiKey("none")
                .maxRetries(0)
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
        AsyncStreamResponse<Completion> response = client.completions().createStreaming(request);
        return response.subscribe(chunk -> add(chunk, receipt)).onCompleteFuture().thenRun(receipt::verifyTexts);
    }

    private static void add(Completion chunk, Receipt receipt) {
        for (CompletionChoice choice : chunk.choices()) {
            receipt.text((int) choice.index(), choice.text());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
