// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs batches as a user does. */
class BatchTest {

    private static final String SEA = request("sea", "The sea is");
    private static final String SKY = request("sky", "The sky is");

    @TempDir
    private Path folder;

    private final Program program = new Program();

    /** Says what it was asked. */
    private final LoopbackServer server = LoopbackServer.serving(FakeModel.builder()
            .source((prompt, seed, choice) -> "<" + prompt + ">")
            .build());

    private static String request(String id, String prompt) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/completions\","
                + "\"body\":{\"model\":\"m\",\"prompt\":\"" + prompt + "\"}}\n";
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private String input(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("", lines)).toString();
    }

    private Stream<String> answers(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name)).stream();
    }

    /** Runs the command against the server. */
    private int batch(String... arguments) {
        return batch(program, arguments);
    }

    private int batch(Program user, String... arguments) {
        return user.run(
                Stream.of(Stream.of("batch"), Arrays.stream(arguments), Stream.of("--base-url", server.baseUrl()))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    @Test
    void writesTheAnswersNextToTheInput() throws IOException {
        assertThat(batch(input("requests.jsonl", SEA, SKY))).isZero();

        assertThat(answers("requests.answers.jsonl"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("\"custom_id\":\"sea\"", "\"text\":\"<The sea is>\""),
                        line -> assertThat(line).contains("\"custom_id\":\"sky\"", "\"text\":\"<The sky is>\""));
        assertThat(program.out()).isEmpty();
        assertThat(program.err().lines())
                .singleElement()
                .asString()
                .startsWith("(Finished: 2 succeeded, 0 failed, 0 skipped, 0 rejected, ")
                .endsWith("; the answers are in " + folder.resolve("requests.answers.jsonl") + ")");
    }

    @Test
    void appliesTheOptionsOfRequestsToEachLine() throws IOException {
        String prompts = input("prompts.txt", "one\n", "\n", "--two\n");

        assertThat(batch(prompts, "--lines", "--model", "tiny", "--max-tokens", "7", "--set", "top_k=3"))
                .isZero();

        assertThat(server.requests())
                .extracting(ReceivedRequest::bodyText)
                .hasSize(2)
                .allSatisfy(body -> assertThat(body).contains("\"model\":\"tiny\"", "\"max_tokens\":7", "\"top_k\":3"));
        assertThat(answers("prompts.answers.jsonl"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("\"custom_id\":\"line-1\"", "\"text\":\"<one>\""),
                        line -> assertThat(line).contains("\"custom_id\":\"line-3\"", "\"text\":\"<--two>\""));
    }

    @Test
    void asksForTheOnlyModelOfAServerIfTheInputHasPrompts() throws IOException {
        try (LoopbackServer named =
                LoopbackServer.serving(FakeModel.builder().name("the-only-one").build())) {
            assertThat(program.run("batch", input("prompts.txt", "p\n"), "--lines", "--base-url", named.baseUrl()))
                    .isZero();
        }

        assertThat(answers("prompts.answers.jsonl")).singleElement().asString().contains("\"model\":\"the-only-one\"");
    }

    @Test
    void readsStandardInput() throws IOException {
        String output = folder.resolve("answers").toString();

        assertThat(batch(new Program().input(SEA), "-", "--output", output)).isZero();
        assertThat(batch(program.input(SEA + SKY), "-o", output)).isZero();

        assertThat(answers("answers")).hasSize(2);
        assertThat(program.err()).contains("(Finished: 1 succeeded, 0 failed, 1 skipped,");
    }

    @Test
    void refusesAnOutputThatBelongsToOtherPrompts() throws IOException {
        String first = input("prompts.txt", "one\n", "two\n");
        assertThat(batch(new Program(), first, "--lines", "--model", "m")).isZero();

        assertThat(batch(first, "--lines", "--model", "m", "--max-tokens", "7")).isEqualTo(2);
        assertThat(program.err())
                .contains(
                        "prompts.answers.jsonl belongs to other requests: request 1 of the input differs from the one that"
                                + " was answered; name another file with --output, restore the input and its options, or add"
                                + " --skip-changed to keep the answers");
        assertThat(server.requests()).hasSize(2);

        assertThat(batch(
                        new Program(),
                        input("prompts.txt", "ONE\n", "two\n", "three\n"),
                        "--lines",
                        "--model",
                        "m",
                        "--skip-changed"))
                .isZero();
        assertThat(answers("prompts.answers.jsonl")).hasSize(3);
    }

    @Test
    void writesTheAnswersInTheOrderOfTheInput() throws IOException {
        String[] prompts = new String[40];
        Arrays.setAll(prompts, i -> i + "\n");

        assertThat(batch(input("prompts", prompts), "--lines", "--model", "m", "--order", "input"))
                .isZero();

        assertThat(answers("prompts.answers.jsonl").map(line -> line.replaceAll(".*\"line-(\\d+)\".*", "$1")))
                .hasSize(40)
                .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
    }

    @Test
    void joinsPromptsToOneRequest() throws IOException {
        String prompts = input("prompts.txt", "one\n", "two\n");

        assertThat(batch(prompts, "--lines", "--model", "m", "--prompts-per-request", "2"))
                .isZero();

        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.bodyText()).contains("[\"one\",\"two\"]"));
        assertThat(answers("prompts.answers.jsonl")).hasSize(2);
    }

    @Test
    void printsTheReportAsAnObject() throws IOException {
        assertThat(batch(input("requests.jsonl", SEA), "--json", "--quiet")).isZero();

        assertThat(program.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "{\"end\":\"finished\",\"succeeded\":1,\"failed\":0,\"skipped\":0,\"rejected\":0,\"prompt_tokens\":")
                .contains("\"completion_tokens\":", "\"seconds\":", "\"output\":\"");
        assertThat(program.err()).isEmpty();
    }

    @Test
    void endsAtABudgetAndContinues() throws IOException {
        String requests = input("requests.jsonl", SEA, SKY);

        assertThat(batch(requests, "--token-budget", "1", "--max-concurrency", "1"))
                .isEqualTo(4);
        assertThat(program.error())
                .isEqualTo("completions: The token budget is used up; run the same command again to continue");
        assertThat(batch(requests)).isZero();

        assertThat(program.err()).contains("(Finished: 1 succeeded, 0 failed, 1 skipped,");
        assertThat(answers("requests.answers.jsonl")).hasSize(2);
    }

    @Test
    void saysWhatFailed() throws IOException {
        String embedding = "{\"custom_id\":\"e\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{}}\n";

        assertThat(batch(input("requests.jsonl", SEA, embedding))).isEqualTo(1);

        assertThat(program.error())
                .startsWith("completions: 1 request failed; " + folder.resolve("requests.answers.jsonl")
                        + " has their errors");
        assertThat(answers("requests.answers.jsonl")).anyMatch(line -> line.contains("unsupported_url"));
    }

    @Test
    void listsRejectedLinesEvenIfQuiet() throws IOException {
        assertThat(batch(input("requests.jsonl", SEA, "no JSON\n", SEA), "--quiet"))
                .isEqualTo(1);

        assertThat(program.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("completions: line 2 is rejected: The line is not JSON")
                                .doesNotContain("no JSON"),
                        line -> assertThat(line)
                                .isEqualTo("completions: line 3 is rejected: An earlier request has the same"
                                        + " custom_id; make each custom_id unique"),
                        line -> assertThat(line)
                                .isEqualTo("completions: 2 lines rejected; correct the input, and run the same"
                                        + " command again"));
    }

    @Test
    void suggestsLinesIfNoLineIsARequest() throws IOException {
        String[] prompts = new String[200];
        Arrays.fill(prompts, "Once upon a time\n");

        assertThat(batch(input("prompts.txt", prompts))).isEqualTo(2);

        assertThat(program.err().lines().filter(line -> line.contains(" is rejected: ")))
                .hasSize(20);
        assertThat(program.error())
                .endsWith("has no line that is a request; see above, or add --lines if each line is a prompt");
    }

    @Test
    void takesAnEmptyInputAsDone() throws IOException {
        assertThat(batch(input("requests.jsonl"))).isZero();

        assertThat(program.err()).startsWith("(The input has no requests: ");
    }

    @Test
    void usesTheFakeModelAndSaysSo() throws IOException {
        assertThat(program.run("batch", input("prompts.txt", "p\n"), "--lines", "--max-tokens", "1"))
                .isZero();

        assertThat(program.err()).startsWith("(No base URL is set; a fake model answers,");
        assertThat(answers("prompts.answers.jsonl")).hasSize(1);
    }
}
