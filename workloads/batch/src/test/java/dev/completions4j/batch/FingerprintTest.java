// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private final Fingerprint fingerprint = new Fingerprint();

    private static CompletionRequest request(UnaryOperator<CompletionRequest.Builder> properties) {
        return properties.apply(CompletionRequest.builder().model("m")).build();
    }

    /** Requests that differ in one property, or in how their texts are divided. */
    @Test
    void differsForEachProperty() {
        List<UnaryOperator<CompletionRequest.Builder>> different = List.of(
                request -> request,
                request -> request.model("n"),
                request -> request.prompt("a"),
                request -> request.prompt("b"),
                request -> request.prompt(Prompt.ofTexts("a")),
                request -> request.prompt(Prompt.ofTexts("a", "b")),
                request -> request.prompt(Prompt.ofTexts("ab")),
                request -> request.prompt(Prompt.ofTokens(1, 2)),
                request -> request.prompt(Prompt.ofTokenLists(new int[] {1, 2})),
                request -> request.prompt(Prompt.ofTokenLists(new int[] {1}, new int[] {2})),
                request -> request.suffix("a"),
                request -> request.user("a"),
                request -> request.stop("a"),
                request -> request.stop("a", "b"),
                request -> request.stop("ab"),
                request -> request.n(1),
                request -> request.n(2),
                request -> request.bestOf(1),
                request -> request.logprobs(1),
                request -> request.maxTokens(1),
                request -> request.seed(1L),
                request -> request.echo(true),
                request -> request.echo(false),
                request -> request.temperature(1.0),
                request -> request.temperature(0.0),
                request -> request.topP(1.0),
                request -> request.frequencyPenalty(1.0),
                request -> request.presencePenalty(1.0),
                request -> request.logitBias(1, 2.0),
                request -> request.logitBias(2, 1.0),
                request -> request.additionalProperty("x", JsonValue.of(1)),
                request -> request.additionalProperty("x", JsonValue.of("1")),
                request -> request.additionalProperty("x", JsonValue.of(true)),
                request -> request.additionalProperty("x", JsonValue.of("true")),
                request -> request.additionalProperty("x", JsonValue.nullValue()),
                request -> request.additionalProperty("x", JsonValue.of("a")),
                request -> request.additionalProperty("x", JsonValue.array(List.of(JsonValue.of("a")))),
                request -> request.additionalProperty("x", JsonValue.object(Map.of("a", JsonValue.of("a")))));
        Map<Integer, CompletionRequest> seen = new HashMap<>();
        for (UnaryOperator<CompletionRequest.Builder> properties : different) {
            CompletionRequest request = request(properties);
            assertThat(seen.put(fingerprint.of(request), request)).isNull();
        }
        assertThat(seen).doesNotContainKey(Fingerprint.UNKNOWN);
    }

    /** Outputs are read by later versions, on other machines. */
    @Test
    void neverChanges() {
        assertThat(fingerprint.of(request(request -> request.prompt("The sea is")
                        .maxTokens(16)
                        .temperature(0.7)
                        .stop("\n")
                        .additionalProperty("top_k", JsonValue.of(20)))))
                .isEqualTo(0xd72c5a04);
    }

    @Test
    void isReadFromTheIdOfAnAnswer() {
        AnswerIds ids = new AnswerIds();
        String first = ids.next(0x0000abcd);
        String second = ids.next(-1);

        assertThat(first).matches("batch_req_[0-9a-f]{16}_0000abcd_1");
        assertThat(AnswerIds.fingerprint(first)).isEqualTo(0xabcd);
        assertThat(AnswerIds.fingerprint(second)).isEqualTo(-1);
        assertThat(AnswerIds.fingerprint("batch_req_67f0b5a0")).isEqualTo(Fingerprint.UNKNOWN);
        assertThat(AnswerIds.fingerprint("vllm-1")).isEqualTo(Fingerprint.UNKNOWN);
        assertThat(AnswerIds.fingerprint(first.toUpperCase(Locale.ROOT))).isEqualTo(Fingerprint.UNKNOWN);
    }
}
