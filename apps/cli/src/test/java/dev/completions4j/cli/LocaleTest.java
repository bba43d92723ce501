// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments and environment variables whose characters the locale may be unable to represent. */
class LocaleTest {

    @TempDir
    private Path folder;

    private final Program program = new Program();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            complete caf\uFFFD                     | The argument
            p --suffix caf\uFFFD                   | --suffix
            p --stop a --stop caf\uFFFD            | --stop
            p --set a=caf\uFFFD                    | --set
            p -m caf\uFFFD                         | --model
            p --header a:caf\uFFFD                 | --header
            p --config caf\uFFFD                   | --config
            doctor -m caf\uFFFD                    | --model
            fake --text caf\uFFFD --port -1        | --text
            batch requests --lines --stop caf\uFFFD | --stop
            """)
    void anArgumentThatTheLocaleCannotRepresentIsRefused(String arguments, String source) {
        assertThat(program.encoding(US_ASCII).run(arguments.split(" "))).isEqualTo(2);

        assertThat(program.error())
                .startsWith("completions: " + source + " has characters that the locale cannot represent; set LC_ALL=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETIONS_MODEL", "COMPLETIONS_CONFIG", "OPENAI_BASE_URL"})
    void aVariableThatTheLocaleCannotRepresentIsRefused(String variable) {
        program.environment(variable, "caf\uFFFD");

        assertThat(program.encoding(US_ASCII).run("p")).isEqualTo(2);

        assertThat(program.error())
                .startsWith(
                        "completions: " + variable + " has characters that the locale cannot represent; set LC_ALL=");
    }

    @Test
    void anArgumentWithBytesOfAnotherEncodingIsRefused() {
        assertThat(program.encoding(UTF_8).run("p", "--suffix", "caf\uFFFD")).isEqualTo(2);

        assertThat(program.error())
                .isEqualTo("completions: --suffix has U+FFFD, which stands for bytes that are not UTF-8; convert them,"
                        + " or write \\ufffd in the JSON of --set");
    }

    @Test
    void theReplacementCharacterIsSentIfItIsEscaped() {
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build())) {
            program.environment("OPENAI_BASE_URL", server.baseUrl());

            assertThat(program.encoding(UTF_8).run("p", "--set", "suffix=\"caf\\ufffd\""))
                    .isZero();

            assertThat(server.requests())
                    .last()
                    .satisfies(request -> assertThat(request.bodyText()).contains("caf\uFFFD"));
        }
    }

    /** A name with NUL is no path in any locale. */
    @ParameterizedTest
    @ValueSource(strings = {"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA"})
    void aFolderThatCannotBeNamedHasNoConfigFile(String variable) {
        assertThat(program.environment(variable, "/home/m\u0000ller").run("p", "--max-tokens", "1"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"HOME, .config", "USERPROFILE, .config", "XDG_CONFIG_HOME, ''", "APPDATA, ''"})
    void theConfigFileIsFoundInTheFolderOfTheUser(String variable, String subfolder) throws IOException {
        Path config = folder.resolve(subfolder).resolve("completions4j/config.properties");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "max-tokens = many\n");

        assertThat(program.environment(variable, folder.toString()).run("p")).isEqualTo(2);

        assertThat(program.error()).contains("max-tokens in " + config + " is 'many'");
    }
}
