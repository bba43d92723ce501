package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.FakeModel;
import dev.completions4j.testkit.LoopbackServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Java code of the README, run. */
class JavaSnippetsTest {

    private final LoopbackServer server =
            LoopbackServer.serving(FakeModel.builder().build());
    private final String apiKey = "sk-example";

    @AfterEach
    void closeServer() {
        server.close();
    }

    private CompletionsClient newClient() {
        String baseUrl = server.baseUrl();
        // snippet: client
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl) // such as http://localhost:8000/v1; OpenAI's, if you leave it out
                .apiKey(apiKey)
                .build();
        // end
        return client;
    }

    @Test
    void completesAsAWhole() {
        try (CompletionsClient client = newClient()) {
            // snippet: complete
            CompletionRequest request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt("Say this is a test")
                    .maxTokens(7)
                    .build();

            CompletableFuture<String> text = client.complete(request).thenApply(Completion::text);
            // end
            assertThat(text.orTimeout(10, TimeUnit.SECONDS).join()).isNotBlank();
        }
    }

    @Test
    void namesATransport() {
        // snippet: transport
        CompletionsClient client = CompletionsClient.builder().transport("jdk").build();
        // end
        client.close();
        assertThat(client).isNotNull();
    }

    @Test
    void streams() {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("Say this is a test")
                .build();
        try (CompletionsClient client = newClient()) {
            // snippet: stream
            CompletableFuture<?> printed = client.stream(request).forEach(chunk -> System.out.print(chunk.text()));

            // printed.cancel(false) closes the exchange, and the server stops generating.
            // end
            assertThat(printed).succeedsWithin(Duration.ofSeconds(10));
        }
    }
}
