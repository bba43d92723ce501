// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.cli.doctor.Identity.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {

    @ParameterizedTest
    @CsvSource({
        "b11549-0123abcd, 11549",
        "b4400-0123abcd, 4400",
        "b1-0123abcd, ''",
        "b0-unknown, ''",
        "b123456789012-x, ''",
        "11549, ''",
        "b, ''",
        "'', ''",
    })
    void readsBuildsOfLlamaCpp(String text, String build) {
        assertThat(Identification.build(text)).isEqualTo(build);
    }

    @ParameterizedTest
    @CsvSource({
        "0.32.0-tp1, 0.32.0",
        "0.32.0, 0.32.0",
        "0.32.1rc1.dev4+g0123abc.cpu, 0.32.1rc1.dev4+g0123abc.cpu",
        "0.1.dev1+g0123abc, ''",
        "0.0.0, ''",
        "dev, ''",
        "'', ''",
    })
    void readsVersionsOfVllm(String text, String version) {
        assertThat(Identification.vllm(text)).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VLLM | 0.32.0 | --profile vllm:0.32.0, in Java ServerProfile.vllm(\"0.32.0\")",
                "VLLM | '' | --profile vllm, in Java ServerProfile.vllm()",
                "VLLM | 0.7.3 | --profile compatible, in Java ServerProfile.compatible(); vLLM 0.7.3 was not checked",
                "LLAMA_CPP | 11549 | --profile llama-cpp:11549, in Java ServerProfile.llamaCpp(11549)",
                "LLAMA_CPP | '' | --profile llama-cpp, in Java ServerProfile.llamaCpp()",
                "TGI | 3.0.0 | --profile tgi, in Java ServerProfile.tgi()",
                "OTHER | '' | --profile compatible, in Java ServerProfile.compatible()",
            })
    void namesTheProfile(Kind kind, String version, String profile) {
        assertThat(new Identity(kind, version, "").profile()).isEqualTo(profile);
    }
}
