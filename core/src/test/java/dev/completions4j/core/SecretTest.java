// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ServerProfile;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.spi.Credential;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies that keys and prompts appear in no text, at any log level. */
class SecretTest {

    private static final String KEY = "sk-very-secret-key";
    private static final String PROMPT = "a very private prompt";
    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt(PROMPT).build();

    private final List<String> log = new ArrayList<>();

    @RegisterExtension
    final LogRecorder recorder = new LogRecorder(Level.ALL, log::add);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();

    private CompletionsClient.Builder builder() {
        return CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run);
    }

    private static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Returns the failure of a call with two failed attempts, in which the server repeats the key, and a lost connection. */
    private Throwable failedCall(CompletionsClient client) {
        CallOptions options =
                CallOptions.builder().header("x-auth-token", "header-secret").build();
        CompletableFuture<Completion> completion = client.complete(REQUEST, options);
        Responses.answer(transport.next(), 500, "{\"error\": {\"message\": \"bad key " + KEY + " header-secret\"}}");
        time.advance(Duration.ofMillis(500));
        Responses.answer(transport.next(), 500, "Bearer " + KEY, "set-cookie", "cookie-secret");
        time.advance(Duration.ofSeconds(1));
        transport
                .next()
                .fail(new TransportException(
                        TransportException.Kind.RESET, RequestProgress.MAYBE_SENT, "The connection was reset", null));
        return catchThrowableOfType(CompletionException.class, completion::join);
    }

    @Test
    void areMaskedInLogsExceptionsAndThreadNames() {
        for (CompletionsClient client : List.of(
                builder().apiKey(KEY).build(),
                builder().apiKey(() -> KEY).build(),
                builder()
                        .credentials(() -> CompletableFuture.completedFuture(Credential.of(KEY)))
                        .build())) {
            String texts = textOf(failedCall(client))
                    + String.join("", log)
                    + client
                    + Credential.of(KEY)
                    + REQUEST
                    + Thread.getAllStackTraces().keySet();

            assertThat(texts)
                    .contains("COMPLETE after")
                    .doesNotContain(KEY)
                    .doesNotContain(PROMPT)
                    .doesNotContain("header-secret")
                    .doesNotContain("cookie-secret");
            client.close();
        }
    }

    /** The text of a tokenization is as private as a prompt. */
    @Test
    void textsToTokenizeAreMaskedInTheLog() {
        CompletionsClient client = builder().profile(ServerProfile.vllm()).build();
        var text = client.tokenize(TokenizationRequest.of(PROMPT));
        Responses.answer(transport.next(), 200, "{\"tokens\":[1]}", "server", PROMPT, "x-request-id", PROMPT);
        var tokens = client.detokenize(null, TokenIds.of(90210, 90211, 90212, 90213));
        Responses.answer(transport.next(), 200, "{\"prompt\":\"a\"}", "server", "90210,90211,90212,90213");
        assertThat(text).isCompleted();
        assertThat(tokens).isCompleted();

        assertThat(String.join("", log))
                .contains("TOKENIZE after", "server: ***", "request id ***")
                .doesNotContain(PROMPT, "90211");
        client.close();
    }

    @Test
    void bodiesAreLoggedIfEnabledWithoutKeys() {
        CompletionsClient client = builder().apiKey(KEY).logBodies(true).build();
        CompletableFuture<Completion> completion = client.complete(REQUEST);
        Responses.ok(transport.next());
        assertThat(completion).isCompleted();

        assertThat(String.join("", log))
                .contains(PROMPT)
                .contains("indeed a test")
                .doesNotContain(KEY);
        client.close();
    }

    @Test
    void aKeyInCleartextIsLoggedAsAWarning() {
        CompletionsClient.builder()
                .baseUrl("http://gpu-7.example:8000")
                .apiKey(KEY)
                .transport(transport)
                .build()
                .close();
        assertThat(log)
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .contains("gpu-7.example")
                        .contains("https://")
                        .doesNotContain(KEY));
    }
}
