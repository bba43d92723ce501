// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedProfilesTest {

    @Test
    void everyProfileHasAName() {
        Map<String, ServerProfile> expected = Map.of(
                "compatible", ServerProfile.compatible(),
                "openai", ServerProfile.openAi(),
                "azure", ServerProfile.azure(),
                "vllm", ServerProfile.vllm(),
                "llama-cpp", ServerProfile.llamaCpp(),
                "sglang", ServerProfile.sglang(),
                "tgi", ServerProfile.tgi(),
                "ollama", ServerProfile.ollama(),
                "deepseek", ServerProfile.deepSeek(),
                "litellm", ServerProfile.liteLlm());

        expected.forEach((name, profile) ->
                assertThat(ServerProfile.named(name)).as(name).isEqualTo(profile));
        assertThat(ServerProfile.names()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        assertThat(Arrays.stream(ServerProfile.class.getMethods())
                        .filter(method -> Modifier.isStatic(method.getModifiers())
                                && method.getParameterCount() == 0
                                && method.getReturnType() == ServerProfile.class))
                .hasSameSizeAs(expected.keySet());
    }

    @Test
    void someHaveVersions() {
        assertThat(ServerProfile.named("vllm:0.10.2")).isEqualTo(ServerProfile.vllm("0.10.2"));
        assertThat(ServerProfile.named("llama-cpp:6451")).isEqualTo(ServerProfile.llamaCpp(6451));
    }

    @Test
    void caseDoesNotMatter() {
        assertThat(ServerProfile.named("OpenAI")).isEqualTo(ServerProfile.openAi());
        assertThat(ServerProfile.named("Llama-CPP:6451")).isEqualTo(ServerProfile.llamaCpp(6451));
    }

    @Test
    void theNamesCannotBeChanged() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ServerProfile.names().remove("openai"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chatgpt | profile is \"chatgpt\"; use compatible, openai, azure, vllm, llama-cpp, sglang, tgi, ollama, deepseek"
                        + " or litellm, or with a version vllm:0.11.0 or llama-cpp:6451",
                "'' | profile is \"\"; use compatible",
                "' vllm' | profile is \" vllm\"; use compatible",
                "llama_cpp | profile is \"llama_cpp\"; use compatible",
                "gpt:3 | profile is \"gpt:3\"; use compatible",
                "tgi:3 | profile is \"tgi:3\"; only vllm and llama-cpp have versions, use tgi",
                "vllm: | version is \"\"; write it as in 0.11.0",
                "vllm:0.7.3 | version is 0.7.3; versions before 0.8 were not checked",
                "llama-cpp:b6451 | build is \"b6451\"; write the number of the build, as in llama-cpp:6451",
                "llama-cpp:0 | build is 0; pass the number that llama-server --version prints",
            })
    void namesTheRemedyForOtherNames(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerProfile.named(name))
                .withMessageStartingWith(message);
    }
}
