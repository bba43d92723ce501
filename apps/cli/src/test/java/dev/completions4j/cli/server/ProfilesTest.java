// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ServerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {

    @ParameterizedTest
    @CsvSource({
        "chatgpt, 'use compatible, openai'",
        "'', 'use compatible, openai'",
        "a\"; b, 'use compatible, openai'",
        "vllm:0.7, 'versions before 0.8 were not checked, use compatible for them'",
        "ollama:1, 'only vllm and llama-cpp have versions, use ollama'",
        "llama-cpp:b1, 'write the number of the build'"
    })
    void theRemedyIsThatOfTheLibraryInWordsOfTheProgram(String name, String remedy) {
        assertThatThrownBy(() -> Profiles.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(remedy)
                .hasMessageNotContainingAny("ServerProfile", "profile is", "version is", "build is");
    }

    @Test
    void knowsTheNamesOfTheLibrary() {
        assertThat(ServerProfile.names())
                .allSatisfy(name -> assertThat(Profiles.named(name)).isEqualTo(ServerProfile.named(name)));
    }
}
