// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamOrderTest {

    @Test
    void aBranchContinuesFromItsText() {
        StreamOrder order = StreamOrder.of(message().put("path", path(" upon", null, " a", 7)));

        assertThat(order.textPrompt()).isEqualTo(Prompt.of("Once upon a"));
    }

    @Test
    void aBranchContinuesFromItsTokens() {
        StreamOrder order = StreamOrder.of(message().put("path", path(" upon", 6, " a", 7)));

        assertThat(order.tokenPrompt(new int[] {5})).isEqualTo(Prompt.ofTokens(5, 6, 7));
    }

    @Test
    void whatTheServerIgnoresIsNotRequested() {
        StreamOrder order = StreamOrder.of(message());

        assertThat(order.request(order.textPrompt(), ServerProfile.openAi()).logprobs())
                .isEqualTo(5);
        assertThat(order.request(order.textPrompt(), ServerProfile.tgi()).logprobs())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "server", "pace", "model", "prompt", "maxTokens", "alternatives"})
    void aMessageWithoutARequiredPropertyIsMalformed(String property) {
        JsonObject message = message();
        message.remove(property);

        assertThatThrownBy(() -> StreamOrder.of(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(property);
    }

    @Test
    void anUnknownFaultIsMalformed() {
        assertThatThrownBy(() -> StreamOrder.of(message().put("fault", "flood")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flood");
    }

    private static JsonObject message() {
        return new JsonObject()
                .put("stream", 1)
                .put("server", "fake-openai")
                .put("pace", "fast")
                .put("model", "fake-model")
                .put("prompt", "Once")
                .put("maxTokens", 10)
                .put("alternatives", 5);
    }

    private static JsonArray path(String firstText, @Nullable Integer firstId, String secondText, Integer secondId) {
        return new JsonArray()
                .add(new JsonObject().put("text", firstText).put("id", firstId))
                .add(new JsonObject().put("text", secondText).put("id", secondId));
    }
}
