// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.extensions.PromptLogprob;
import dev.completions4j.transport.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verifies that the string representations of results, which may be logged, contain no secrets. */
class ToStringTest {

    private static final String SECRET = "hunter2";
    private static final Map<String, JsonValue> PROPERTIES = Map.of("prompt", JsonValue.of(SECRET));

    private static final TokenLogprob TOKEN =
            new TokenLogprob(SECRET, -0.5, 0, List.of(new TopLogprob(SECRET, -0.5, PROPERTIES)), PROPERTIES);
    private static final Choice CHOICE =
            new Choice(3, 1, SECRET, FinishReason.STOP, new Logprobs(List.of(TOKEN), PROPERTIES), PROPERTIES);
    private static final ResponseInfo RESPONSE = new ResponseInfo(
            200, "HTTP/2", HttpHeaders.builder().add("set-cookie", SECRET).build(), List.of());

    @Test
    void containsNoText() {
        assertThat(List.of(
                                TOKEN,
                                TOKEN.top().get(0),
                                new Logprobs(List.of(TOKEN), PROPERTIES),
                                CHOICE,
                                new PromptLogprob(-0.5, 1, SECRET),
                                new Completion("c", "", 0, "m", List.of(CHOICE), null, null, PROPERTIES, RESPONSE),
                                new CompletionChunk("c", "", 0, "m", List.of(CHOICE), null, null, PROPERTIES, RESPONSE))
                        .toString())
                .doesNotContain(SECRET);
    }

    @Test
    void containsIndexAndFinishReason() {
        assertThat(CHOICE).hasToString("Choice[index=3, promptIndex=1, text=7 chars, finishReason=stop]");
    }
}
