// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ServerProfile;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists models, and describes itself. */
class OtherCommandsTest {

    private final Program program = new Program();

    @Test
    void listsTheModels() {
        try (LoopbackServer server =
                LoopbackServer.serving(FakeModel.builder().name("tiny").build())) {
            assertThat(program.run("models", "--base-url", server.baseUrl())).isZero();
            assertThat(program.run("models", "--json", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.lines())
                .containsExactly(
                        "model  created     owner",
                        "tiny   2020-05-14  completions4j",
                        "{\"id\":\"tiny\",\"created\":1589478378,\"owned_by\":\"completions4j\"}");
    }

    @Test
    void describesItselfAndItsExitStatuses() {
        assertThat(program.run("--help")).isZero();

        assertThat(program.out())
                .contains("complete ", "batch ", "models ", "doctor ", "fake ", "generate-completion ")
                .contains("the server could not be reached", "OPENAI_API_KEY", "Examples:")
                .doesNotContain("infill");
    }

    @Test
    void printsHelpWithoutArguments() {
        assertThat(program.run()).isZero();

        assertThat(program.out()).startsWith("Usage:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "batch", "models", "doctor", "fake"})
    void describesEachCommandWithExamples(String command) {
        assertThat(program.run(command, "--help")).isZero();
        String help = program.out();
        assertThat(help).contains("Examples:", "completions " + command);

        assertThat(program.run("help", command)).isZero();
        assertThat(program.out()).isEqualTo(help + help);
    }

    @Test
    void helpSaysWhatIsTrue() {
        assertThat(program.run("batch", "--help")).isZero();
        assertThat(program.run("complete", "--help")).isZero();

        assertThat(program.out())
                .contains("completions batch [OPTIONS] [INPUT]\n")
                .doesNotContain("INPUT...");
        String oneLine = program.out().replaceAll("\\s+", " ");
        assertThat(ServerProfile.names()).allSatisfy(name -> assertThat(oneLine).containsPattern("[ ]" + name + "\\b"));
    }

    @Test
    void printsItsVersion() {
        assertThat(program.run("--version")).isZero();

        assertThat(program.out()).startsWith("completions ").contains(" on Java ");
    }

    @Test
    void completesPromptsThatBeginLikeHelp() {
        assertThat(program.run("help", "me", "-q", "--max-tokens", "1")).isZero();

        assertThat(program.out()).isNotEmpty();
    }
}
