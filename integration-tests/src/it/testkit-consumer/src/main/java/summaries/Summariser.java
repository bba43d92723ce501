package summaries;

import dev.completions4j.ApiException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

// snippet: service
public final class Summariser {

    private final CompletionsClient client;
    private final Scheduler time;

    public Summariser(CompletionsClient client, Scheduler time) {
        this.client = client;
        this.time = time;
    }

    /** Waits, once, if the server says that it has too much to do. */
    public CompletableFuture<String> summarise(String text) {
        CompletionRequest request = request(text);
        return client.complete(request)
                .exceptionallyCompose(failure -> isRateLimit(failure)
                        ? after(toldToWait(failure)).thenCompose(nothing -> client.complete(request))
                        : CompletableFuture.failedFuture(failure))
                .thenApply(completion -> completion.text().strip());
    }

    /** Shows the summary as it comes. */
    public CompletableFuture<?> show(String text, Consumer<String> screen) {
        return client.stream(request(text)).forEach(chunk -> screen.accept(chunk.text()));
    }

    /** Is content with a part of the summary, if the rest does not come. */
    public CompletableFuture<String> draft(String text) {
        return client.stream(request(text))
                .collect()
                .exceptionally(Summariser::partOf)
                .thenApply(Completion::text);
    }

    private static Completion partOf(Throwable failure) {
        if (failure instanceof CompletionsClientException known && known.partial() != null) {
            return known.partial();
        }
        throw new CompletionException(failure);
    }

    private static boolean isRateLimit(Throwable failure) {
        return failure instanceof ApiException error && error.kind() == ApiException.Kind.RATE_LIMIT;
    }

    private static Duration toldToWait(Throwable failure) {
        ResponseInfo response = ((ApiException) failure).response();
        return response == null || response.retryAfter() == null ? Duration.ofSeconds(1) : response.retryAfter();
    }

    private CompletableFuture<Void> after(Duration wait) {
        CompletableFuture<Void> waited = new CompletableFuture<>();
        time.schedule(() -> waited.complete(null), wait);
        return waited;
    }

    private static CompletionRequest request(String text) {
        return CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("In one sentence: " + text)
                .maxTokens(60)
                .build();
    }
}
// end
