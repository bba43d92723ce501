// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ClosedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are in no message, wherever the user put them. */
class SecretsTest {

    private static final String SECRET = "hunter2";

    @TempDir
    private Path folder;

    private final Program program = new Program();

    @BeforeEach
    void writeAFile() throws IOException {
        Files.writeString(folder.resolve("requests.jsonl"), "{}");
    }

    private void assertWrong(String sentence) {
        assertThat(program.error()).startsWith("completions: ").contains(sentence);
        assertThat(program.err()).doesNotContain(SECRET);
        assertThat(program.out()).isEmpty();
    }

    static Stream<String> wrongProxies() {
        return Stream.of(
                "http://jane:hunter2@proxy.example",
                "http://jane:hunter2#1@proxy.example:3128",
                "http://jane:hunter2 1@proxy.example:3128",
                "http://jane:12#hunter2@proxy.example:3128",
                "http://jane:12/hunter2@proxy.example:3128",
                "http://jane:12?hunter2@proxy.example:3128",
                "ftp://jane:hunter2@proxy.example:3128",
                "jane:hunter2@proxy.example:3128",
                "http://hunter2@proxy.example:3128",
                "http://jane:hunter2@proxy.example:99999");
    }

    @ParameterizedTest
    @MethodSource("wrongProxies")
    void noProxyIsShown(String proxy) throws IOException {
        assertThat(program.run("p", "--base-url", "http://localhost:1", "--proxy", proxy))
                .isEqualTo(2);
        assertWrong("--proxy cannot be used: ");

        assertThat(program.environment("COMPLETIONS_PROXY", proxy).run("models"))
                .isEqualTo(2);
        assertWrong("COMPLETIONS_PROXY cannot be used: ");

        Path config = Files.writeString(folder.resolve("config"), "proxy = " + proxy + "\n");
        assertThat(program.environment("COMPLETIONS_PROXY", "").run("doctor", "--config", config.toString()))
                .isEqualTo(2);
        assertWrong("proxy in " + config + " cannot be used: ");
    }

    @Test
    void aKeyInPlaceOfTheNameOfItsFileIsNotShown() throws IOException {
        assertThat(program.run("p", "--api-key-file", SECRET)).isEqualTo(2);
        assertWrong("--api-key-file cannot be used: the file does not exist; correct its name");

        assertThat(program.environment("COMPLETIONS_API_KEY_FILE", SECRET).run("p"))
                .isEqualTo(2);
        assertWrong("COMPLETIONS_API_KEY_FILE cannot be used: the file does not exist; correct its name");

        Path config = Files.writeString(folder.resolve("config"), "api-key-file = hunter2\n");
        assertThat(program.environment("COMPLETIONS_API_KEY_FILE", "").run("p", "--config", config.toString()))
                .isEqualTo(2);
        assertWrong("api-key-file in " + config + " cannot be used: the file does not exist; correct its name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hunter2 = x", "hunter2==", "hunter2:x"})
    void aKeyInPlaceOfASettingIsNotShown(String line) throws IOException {
        Path config = Files.writeString(folder.resolve("config"), line + "\n");

        assertThat(program.run("p", "--config", config.toString())).isEqualTo(2);

        assertWrong("has an unknown setting; the settings are base-url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://jane:hunter2@localhost:8000",
                "http://jane:8000#hunter2@localhost",
                "http://localhost:hunter2",
                "http://localhost/v1?key=hunter2",
                "http://localhost/v1#hunter2",
                "http://local host/hunter2",
                "hunter2"
            })
    void noBaseUrlIsShown(String url) {
        assertThat(program.run("p", "--base-url", url)).isEqualTo(2);
        assertWrong("The base URL");
    }

    @Test
    void noPasswordIsReportedIfVerbose() {
        try (ClosedPort port = new ClosedPort()) {
            String url = "http://127.0.0.1:" + port.number() + "/hunter2@localhost/v1";
            assertThat(program.run("p", "-v", "--attempts", "1", "--model", "m", "--base-url", url))
                    .isEqualTo(3);
        }

        assertThat(program.err()).contains("attempt 1 of stream to http://***@localhost/v1");
        assertWrong("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            p --header Authorization: hunter2            | --header has no value after its colon; quote both
            models --header Authorization: hunter2       | --header has no value after its colon; quote both
            batch --header X-Key: hunter2 -o o           | --header has no value after its colon; quote both
            batch {file} --header X-Key: hunter2         | --header has no value after its colon; quote both
            p --header Authorization/hunter2             | --header has no colon after a name
            p --header Authorization/hunter2:x           | A header name is empty or contains a character
            p --header Authorization:hunter2é            | The value of the header Authorization
            p --header --proxy=http://j:hunter2@p:1      | --header needs a value, but is followed by --proxy; see
            p --model --api-key-file=hunter2             | --model needs a value, but is followed by --api-key-file;
            p -HAuthorization:hunter2                    | Unknown option '-H'; see
            p -khunter2                                  | Unknown option '-k'; see
            p -vkhunter2                                 | Unknown option '-k'; see
            p --token=hunter2                            | Unknown option '--token'; see
            p --token:hunter2                            | Unknown option '--token'; see
            p --api-key:hunter2                          | API keys are not taken as arguments
            models http://jane:hunter2@localhost         | models takes only options
            doctor hunter2                               | doctor takes only options
            p --set api_key:hunter2                      | --set has no equals sign after a name
            """)
    void noArgumentWithASecretIsShown(String arguments, String sentence) {
        String file = folder.resolve("requests.jsonl").toString();
        String[] all = Arrays.stream(arguments.split(" "))
                .map(argument -> argument.equals("{file}") ? file : argument)
                .toArray(String[]::new);

        assertThat(program.run(all)).isEqualTo(2);

        assertWrong(sentence);
    }
}
