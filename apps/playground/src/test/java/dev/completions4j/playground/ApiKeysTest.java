// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://llm.example", "https://LLM.example:443/v1", " https://llm.example/other/path"})
    void aKeyIsThatOfItsOrigin(String url) {
        ApiKeys keys = ApiKeys.of(Map.of("https://llm.example/v1", "LLM_KEY"), Map.of("LLM_KEY", "secret"));

        assertThat(keys.keyOf(url)).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://llm.example",
                "https://llm.example:8443",
                "https://llm.example.evil.example",
                "https://evil.example/llm.example"
            })
    void otherOriginsGetNone(String url) {
        ApiKeys keys = ApiKeys.of(
                Map.of("https://llm.example/v1", "LLM_KEY"), Map.of("LLM_KEY", "secret", "OPENAI_API_KEY", "other"));

        assertThat(keys.keyOf(url)).isNull();
    }

    @Test
    void theDefaultVariableIsForTheDefaultServer() {
        assertThat(ApiKeys.of(Map.of(), Map.of("OPENAI_API_KEY", "secret")).keyOf("https://api.openai.com/v1"))
                .isEqualTo("secret");
        ApiKeys ofAnother =
                ApiKeys.of(Map.of(), Map.of("OPENAI_API_KEY", "secret", "OPENAI_BASE_URL", "http://localhost:8000/v1"));
        assertThat(ofAnother.keyOf("http://localhost:8000")).isEqualTo("secret");
        assertThat(ofAnother.keyOf("https://api.openai.com/v1")).isNull();
    }

    @Test
    void aVariableThatIsNotSetIsReportedByItsServerSinceItMayBeTheKey() {
        assertThatThrownBy(() -> ApiKeys.of(Map.of("https://llm.example/v1", "hunter2"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("that --key names for https://llm.example:443 is not set")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "llm.example", "ftp://llm.example", "http://", "http:// llm"})
    void whatIsNoUrlIsRefused(String url) {
        ApiKeys keys = ApiKeys.of(Map.of(), Map.of());

        assertThatThrownBy(() -> keys.keyOf(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
