// SPDX-License-Identifier: Apache-2.0
package summaries;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

// snippet: service
public final class Summarizer {

    private final CompletionsClient client;

    public Summarizer(CompletionsClient client) {
        this.client = client;
    }

    /** Returns the summary; the client retries if the server is overloaded. */
    public CompletableFuture<String> summarize(String text) {
        return client.complete(request(text))
                .thenApply(completion -> completion.text().strip());
    }

    /** Shows the summary as it is generated. */
    public CompletableFuture<?> show(String text, Consumer<String> screen) {
        return client.stream(request(text)).forEach(chunk -> screen.accept(chunk.text()));
    }

    /** Returns the summary, or a part of it if the stream fails. */
    public CompletableFuture<String> draft(String text) {
        return client.stream(request(text))
                .collect()
                .exceptionally(Summarizer::partOf)
                .thenApply(Completion::text);
    }

    private static Completion partOf(Throwable failure) {
        if (failure instanceof CompletionsClientException known && known.partial() != null) {
            return known.partial();
        }
        throw new CompletionException(failure);
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
