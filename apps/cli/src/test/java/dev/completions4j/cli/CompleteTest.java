// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.Fault;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completes prompts as a user does. */
class CompleteTest {

    private static final String SUMMARY = "first token after .* s, .* tokens/s\\)";

    private final Program program = new Program();

    private static LoopbackServer saying(String text) {
        return LoopbackServer.serving(
                FakeModel.builder().source(TextSource.fixed(text)).build());
    }

    private static LoopbackServer documentedServer() {
        return saying("\n\nThis is indeed a test");
    }

    /** Says what it was asked, so that tests see the prompt. */
    private static LoopbackServer repeating() {
        return LoopbackServer.serving(FakeModel.builder()
                .source((prompt, seed, choice) -> "<" + prompt + ">")
                .build());
    }

    @Test
    void streamsTheDocumentedExample() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run("Say this is a test", "--max-tokens", "7", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).isEqualTo("\n\nThis is indeed a test\n");
        assertThat(program.err()).containsPattern("\\(5 prompt \\+ 7 completion = 12 tokens; " + SUMMARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void completesOverEitherTransport(String transport) {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run("p", "--transport", transport, "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).contains("This is indeed a test");
    }

    @Test
    void completesWithoutStreaming() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run("Say this is a test", "--no-stream", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).contains("This is indeed a test");
        assertThat(program.err()).contains("(5 prompt + 7 completion = 12 tokens;");
    }

    @Test
    void joinsUnquotedWords() {
        try (LoopbackServer server = repeating()) {
            assertThat(program.run("complete", "hi", "there", "--base-url", server.baseUrl(), "you"))
                    .isZero();
        }

        assertThat(program.out()).isEqualTo("<hi there you>\n");
    }

    @Test
    void takesWhatFollowsTwoHyphensAsText() {
        try (LoopbackServer server = repeating()) {
            assertThat(program.run("--base-url", server.baseUrl(), "--", "--n", "-"))
                    .isZero();
        }

        assertThat(program.out()).isEqualTo("<--n ->\n");
    }

    @Test
    void readsAFileWithoutTheLineBreakAtItsEnd(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.txt"), "Once\nupon\n");
        try (LoopbackServer server = repeating()) {
            assertThat(program.run("@" + file, "--base-url", server.baseUrl())).isZero();
            assertThat(program.run("--file", file.toString(), "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).isEqualTo("<Once\nupon>\n<Once\nupon>\n");
    }

    @Test
    void takesADoubledAtSignAsText() {
        try (LoopbackServer server = repeating()) {
            assertThat(program.run("@@home", "--base-url", server.baseUrl())).isZero();
        }

        assertThat(program.out()).isEqualTo("<@home>\n");
    }

    @Test
    void readsStandardInput() {
        try (LoopbackServer server = repeating()) {
            assertThat(new Program().input("piped\n").run("-", "--base-url", server.baseUrl()))
                    .isZero();
            assertThat(program.input("piped\n").run("--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).isEqualTo("<piped>\n");
    }

    @Test
    void passesUnicodeThrough() {
        String text = "日本語 שלום 🧜‍♀️ é";
        try (LoopbackServer server = repeating()) {
            assertThat(program.run(text, "--base-url", server.baseUrl())).isZero();
        }

        assertThat(program.out()).isEqualTo("<" + text + ">\n");
    }

    @Test
    void labelsTheChoicesAndDoesNotMixThem() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> "text of choice " + choice)
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            assertThat(program.run("p", "--n", "3", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.lines())
                .containsExactly("[0] text of choice 0", "[1] text of choice 1", "[2] text of choice 2");
    }

    @Test
    void printsChoicesSideBySide() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> choice == 0 ? "one two three four five six" : "שלום")
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            assertThat(program.onTerminal(43).run("p", "--n", "2", "--side-by-side", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.lines())
                .containsExactly(
                        "[0]                  │ [1]",
                        "one two three four   │ \u2068שלום                \u2069",
                        "five six             │");
    }

    @Test
    void printsLogprobsAsATable() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run("p", "--logprobs", "2", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out())
                .containsPattern("(?m)^token +logprob +alternatives$")
                .containsPattern("(?m)^\" indeed\" +-[0-9.]+ +\" indeed\" -[0-9.]+, ");
    }

    @Test
    void shadesTokensOnATerminal() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.onTerminal(80).run("p", "--shades", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).contains("\u001B[").doesNotContain("logprob");
        assertThat(program.out().replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo("\n\nThis is indeed a test\n");
        assertThat(program.err()).contains("90 % or more");
    }

    @Test
    void printsATableInsteadOfShadesWithoutColors() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.onTerminal(80)
                            .environment("NO_COLOR", "1")
                            .run("p", "--shades", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).contains("logprob").doesNotContain("\u001B");
    }

    @Test
    void printsATableIfSetRequestsLogProbabilities() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run("p", "-m", "m", "--shades", "--set", "logprobs=3", "--base-url", server.baseUrl()))
                    .isZero();
            Program withoutShades = new Program();
            assertThat(withoutShades.run("p", "-m", "m", "--set", "logprobs=3", "--base-url", server.baseUrl()))
                    .isZero();

            assertThat(program.out()).contains("logprob", "alternatives").isEqualTo(withoutShades.out());
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.bodyText()).contains("\"logprobs\":3"));
        }
    }

    @Test
    void labelsTheChoicesThatSetRequests() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> "text " + choice)
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            assertThat(program.run("p", "--set", "n=2", "--base-url", server.baseUrl()))
                    .isZero();
            assertThat(program.run("p", "--set", "n=2", "--side-by-side", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).startsWith("[0] text 0\n[1] text 1\n").contains("text 0", " │ text 1");
    }

    @Test
    void replacesControlCharactersOnATerminalOnly() {
        try (LoopbackServer server = saying("a\u001B[2Jb")) {
            new Program().run("p", "--base-url", server.baseUrl());
            assertThat(program.onTerminal(80).run("p", "--base-url", server.baseUrl()))
                    .isZero();
            Program piped = new Program();
            assertThat(piped.run("p", "--base-url", server.baseUrl())).isZero();
            assertThat(piped.out()).isEqualTo("a\u001B[2Jb\n");
        }

        assertThat(program.out()).isEqualTo("a␛[2Jb\n");
    }

    @Test
    void printsAnObjectInALineForEachChoice() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> "line\n\"" + choice + "\"")
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            assertThat(program.run("p", "--n", "2", "--json", "--logprobs", "1", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"id\":\"")
                        .contains("\"finish_reason\":\"stop\"", "\"logprobs\":[{\"token\":", "\"total_tokens\":"))
                .first()
                .asString()
                .contains("\"index\":0,\"text\":\"line\\n\\\"0\\\"\"");
    }

    @Test
    void saysThatTheTextWasCutOff() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run("p", "--max-tokens", "1", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.err()).contains("cut off at the limit of tokens; --max-tokens raises it");
    }

    @Test
    void keepsWhatHadArrivedBeforeAFailure() {
        FakeModel model = FakeModel.builder()
                .source(TextSource.fixed("one two three four five six"))
                .build();
        try (LoopbackServer server =
                LoopbackServer.running(Fault.close().afterEvents(3).over(FakeEndpoint.of(model)))) {
            assertThat(program.run("p", "--base-url", server.baseUrl())).isEqualTo(1);
        }

        assertThat(program.out()).isEqualTo("one two three\n");
        assertThat(program.error()).startsWith("completions: ");
    }

    @Test
    void asksForTheOnlyModelOfAServer() {
        FakeModel model = FakeModel.builder().name("the-only-one").build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            assertThat(program.run("p", "--json", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.out()).contains("\"model\":\"the-only-one\"");
    }

    @Test
    void usesTheFakeModelAndSaysSo() {
        assertThat(program.run("Say this is a test", "--max-tokens", "1")).isZero();

        assertThat(program.err()).startsWith("(No base URL is set; a fake model answers, with 50 tokens a second.");
    }

    @Test
    void printsNoNotesIfQuiet() {
        assertThat(program.run("-q", "Say this is a test", "--max-tokens", "1")).isZero();

        assertThat(program.err()).isEmpty();
    }

    @Test
    void sendsFurtherPropertiesAndHeaders() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run(
                            "p",
                            "--set",
                            "top_k=40",
                            "--set",
                            "user=me",
                            "--header",
                            "X-Team: search",
                            "--base-url",
                            server.baseUrl()))
                    .isZero();

            assertThat(server.requests()).last().satisfies(request -> {
                assertThat(request.bodyText()).contains("\"top_k\":40", "\"user\":\"me\"");
                assertThat(request.headers().first("X-Team")).isEqualTo("search");
            });
        }
    }

    @Test
    void reportsAttemptsIfVerbose() {
        Fault once = Fault.close().beforeHead().times(1);
        try (LoopbackServer server = LoopbackServer.running(
                once.over(FakeEndpoint.of(FakeModel.builder().build())))) {
            assertThat(program.run("p", "-v", "--model", "any", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.err())
                .contains("attempt 1 of stream", "next attempt in", "attempt 2 of stream", "status 200", "chunks");
    }

    @Test
    void prefersOptionsToTheEnvironmentAndThatToTheConfigFile(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("c"), "model = of-file\nmax-tokens = 1\napi-key = sk-file\n");
        try (LoopbackServer server = documentedServer()) {
            program.environment("COMPLETIONS_CONFIG", config.toString())
                    .environment("OPENAI_BASE_URL", server.baseUrl())
                    .environment("OPENAI_API_KEY", "sk-environment");
            assertThat(program.run("p", "--json")).isZero();
            program.environment("COMPLETIONS_MODEL", "of-environment");
            assertThat(program.run("p", "--json")).isZero();
            assertThat(program.run("p", "--json", "--model", "of-option", "--max-tokens", "2"))
                    .isZero();

            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request.headers().first("Authorization")).isEqualTo("Bearer sk-environment"));
        }

        assertThat(program.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"model\":\"of-file\"", "\"completion_tokens\":1,"),
                        line -> assertThat(line).contains("\"model\":\"of-environment\"", "\"completion_tokens\":1,"),
                        line -> assertThat(line).contains("\"model\":\"of-option\"", "\"completion_tokens\":2,"));
    }

    @Test
    void aPathWithoutModelsIsNoServerWithoutModels() {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            for (var request = connection.readRequest(); request != null; request = connection.readRequest()) {
                AnsweredRequests.write(404, "application/json", "{\"detail\":\"Not Found\"}", connection);
            }
        })) {
            assertThat(program.run("p", "--base-url", server.baseUrl() + "/v2")).isEqualTo(2);
        }

        assertThat(program.err())
                .isEqualTo("completions: The server has no list of models; check the base URL, which usually ends with"
                        + " /v1, or name a model with --model\n");
    }

    @Test
    void saysOfAStreamThatFailsWhatTheServerReported() {
        try (LoopbackServer server = LoopbackServer.serving(
                FakeModel.builder().name("tiny").failAfter(2).build())) {
            assertThat(program.run("p", "--base-url", server.baseUrl())).isEqualTo(1);
        }

        assertThat(program.err()).contains("completions: The server broke its answer off with SERVER_ERROR: ");
    }

    @Test
    void readsTheKeyFromAFile(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "sk-secret\n");
        FakeEndpoint endpoint = FakeEndpoint.of(FakeModel.builder().build()).requiringKey("sk-secret");
        try (LoopbackServer server = LoopbackServer.running(endpoint)) {
            assertThat(program.run("p", "--api-key-file", key.toString(), "--base-url", server.baseUrl()))
                    .isZero();
        }
    }

    /** Each key is preferred to those that follow. */
    private enum KeySource {
        OPTION {
            @Override
            void place(KeyPlaces places) throws IOException {
                places.arguments.addAll(List.of("--api-key-file", places.file(this)));
            }
        },
        ENVIRONMENT {
            @Override
            void place(KeyPlaces places) {
                places.program.environment("OPENAI_API_KEY", name());
            }
        },
        FILE_OF_THE_ENVIRONMENT {
            @Override
            void place(KeyPlaces places) throws IOException {
                places.program.environment("COMPLETIONS_API_KEY_FILE", places.file(this));
            }
        },
        CONFIG_FILE {
            @Override
            void place(KeyPlaces places) {
                places.config.append("api-key = " + name() + "\n");
            }
        },
        FILE_OF_THE_CONFIG_FILE {
            @Override
            void place(KeyPlaces places) throws IOException {
                places.config.append("api-key-file = " + places.file(this) + "\n");
            }
        };

        abstract void place(KeyPlaces places) throws IOException;
    }

    private record KeyPlaces(Program program, List<String> arguments, StringBuilder config, Path folder) {

        String file(KeySource source) throws IOException {
            return Files.writeString(folder.resolve(source.name()), source.name())
                    .toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesTheKeyOfTheFirstSource(KeySource first, @TempDir Path folder) throws IOException {
        try (LoopbackServer server = documentedServer()) {
            List<String> arguments = new ArrayList<>(List.of("p", "--base-url", server.baseUrl()));
            KeyPlaces places = new KeyPlaces(program, arguments, new StringBuilder(), folder);
            for (KeySource each : EnumSet.range(first, KeySource.FILE_OF_THE_CONFIG_FILE)) {
                each.place(places);
            }
            Path config = Files.writeString(folder.resolve("config"), places.config);
            arguments.addAll(List.of("--config", config.toString()));

            assertThat(program.run(arguments.toArray(String[]::new))).isZero();

            assertThat(server.requests())
                    .last()
                    .satisfies(request ->
                            assertThat(request.headers().first("Authorization")).isEqualTo("Bearer " + first));
        }
    }

    @Test
    void prefersFurtherPropertiesToTheEnvironment() {
        program.environment("COMPLETIONS_MAX_TOKENS", "3").environment("COMPLETIONS_TEMPERATURE", "0");
        try (LoopbackServer server = documentedServer()) {
            assertThat(program.run(
                            "p", "--set", "max_tokens=1", "--set", "temperature=1.5", "--base-url", server.baseUrl()))
                    .isZero();

            assertThat(server.requests())
                    .last()
                    .satisfies(request ->
                            assertThat(request.bodyText()).contains("\"max_tokens\":1,", "\"temperature\":1.5"));
        }
    }
}
