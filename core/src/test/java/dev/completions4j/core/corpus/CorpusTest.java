// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.RetrySettings;
import dev.completions4j.core.corpus.CorpusCase.Answer;
import dev.completions4j.core.internal.json.RawBytes;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests how the client decodes the dialects of real servers. */
class CorpusTest {

    private static final List<String> SERVERS = List.of(
            "openai",
            "azure",
            "vllm",
            "llamacpp",
            "sglang",
            "tgi",
            "ollama",
            "lmstudio",
            "deepseek",
            "litellm",
            "gateways");

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = CompletionsClient.builder()
            .retries(RetrySettings.off())
            .baseUrl("http://localhost:8000")
            .transport(transport)
            .scheduler(new ManualTime())
            .build();

    @AfterEach
    void closeClient() {
        client.close();
    }

    static Stream<CorpusCase> cases() throws IOException {
        List<CorpusCase> cases = new ArrayList<>();
        for (String server : SERVERS) {
            cases.addAll(CorpusCase.of(server));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isDecodedAsExpected(CorpusCase sent) {
        List<Completion> completions = new ArrayList<>();
        for (Answer answer : sent.answers()) {
            for (int length : bufferLengths(answer.body().length())) {
                CompletableFuture<Completion> result = given(answer, length);
                if (sent.expected().isCompletion()) {
                    completions.add(result.join());
                } else {
                    sent.expected().check(failure(result), answer.toStream());
                }
            }
        }
        completions.forEach(sent.expected()::check);
        assertThat(completions)
                .allSatisfy(completion -> assertThat(completion)
                        .usingRecursiveComparison()
                        .ignoringFields("response", "id")
                        // AssertJ treats NaN as equal to NaN.
                        .withEqualsForType(Double::equals, Double.class)
                        .isEqualTo(completions.get(0)));
    }

    @Test
    void namesAreUnique() throws IOException {
        assertThat(cases().map(CorpusCase::toString)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(120);
    }

    /**
     * Returns the lengths of the buffers that deliver a body: the whole body, single bytes, and some arbitrary lengths.
     *
     * @param body the number of characters
     */
    private static List<Integer> bufferLengths(int body) {
        return List.of(4 * body + 1, 1, 2, 7, 61, 127);
    }

    private CompletableFuture<Completion> given(Answer answer, int bufferLength) {
        CompletableFuture<Completion> result =
                answer.toStream() ? client.stream(REQUEST).collect() : client.complete(REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(answer.status(), answer.contentType());
        byte[] body = RawBytes.of(answer.body());
        for (int from = 0; from < body.length; from += bufferLength) {
            exchange.data(Arrays.copyOfRange(body, from, Math.min(from + bufferLength, body.length)));
        }
        exchange.complete();
        return result;
    }

    private static CompletionsClientException failure(CompletableFuture<Completion> result) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, result::join);
        assertThat(failure).cause().isInstanceOf(CompletionsClientException.class);
        return (CompletionsClientException) failure.getCause();
    }
}
