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

/** OpenAI's library, using its asynchronous client with enough concurrent requests per host. */
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
        AsyncStreamResponse<Completion> response = client.completions().createStreaming(request);
        return response.subscribe(chunk -> add(chunk, recorder)).onCompleteFuture().thenRun(recorder::verifyTexts);
    }

    private static void add(Completion chunk, ResponseRecorder recorder) {
        for (CompletionChoice choice : chunk.choices()) {
            recorder.text((int) choice.index(), choice.text());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
