package dev.completions4j.benchmarks;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiStreamingLanguageModel;
import dev.langchain4j.model.output.Response;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** LangChain4j's language models, which provide only the text, and only of one choice. */
final class LangChain4jDriver implements Driver {

    /** Each stream blocks a thread of the common pool, which has one thread on a machine with two processors. */
    private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

    /** More than the number of streams in any compared scenario; a much larger pool costs CPU itself. */
    private static final int FOR_PACED_STREAMS = 2100;

    private static final int FOR_BURSTS = 64;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final OpenAiStreamingLanguageModel streaming;
    private final OpenAiLanguageModel whole;
    private final boolean streams;

    LangChain4jDriver(String baseUrl, Workload workload) {
        int streamsAtOnce = workload.delivery() == Delivery.PACED ? FOR_PACED_STREAMS : FOR_BURSTS;
        System.setProperty(COMMON_POOL, Integer.toString(streamsAtOnce));
        streaming = OpenAiStreamingLanguageModel.builder()
                .httpClientBuilder(http())
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName(RequestBody.MODEL)
                .build();
        whole = OpenAiLanguageModel.builder()
                .httpClientBuilder(http())
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName(RequestBody.MODEL)
                .maxRetries(0)
                .build();
        streams = workload.isStream();
    }

    private static JdkHttpClientBuilder http() {
        return new JdkHttpClientBuilder()
                .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        return streams ? stream(recorder) : complete(recorder);
    }

    private CompletableFuture<?> complete(ResponseRecorder recorder) {
        return CompletableFuture.runAsync(
                () -> {
                    recorder.text(0, whole.generate(RequestBody.PROMPT).content());
                    recorder.verifyTexts();
                },
                threads);
    }

    private CompletableFuture<?> stream(ResponseRecorder recorder) {
        Handler handler = new Handler(recorder);
        streaming.generate(RequestBody.PROMPT, handler);
        return handler.ended.thenRun(recorder::verifyTexts);
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private static final class Handler implements StreamingResponseHandler<String> {

        private final ResponseRecorder recorder;
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

        Handler(ResponseRecorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void onNext(String token) {
            recorder.text(0, token);
        }

        @Override
        public void onComplete(Response<String> response) {
            ended.complete(null);
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }
    }
}
