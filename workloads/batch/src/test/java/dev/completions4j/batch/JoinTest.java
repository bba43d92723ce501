// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.answer;
import static dev.completions4j.batch.BatchFiles.answers;
import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.json;
import static dev.completions4j.batch.BatchFiles.line;
import static dev.completions4j.batch.BatchFiles.text;
import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.RetrySettings;
import dev.completions4j.batch.ScriptedServer.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbouring requests that travel as one. */
class JoinTest {

    @TempDir
    Path directory;

    private final List<JsonObject> sent = new ArrayList<>();

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    private BatchReport run(int promptsPerRequest, Function<JsonObject, Reply> script, List<String> lines)
            throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            BatchReport report = BatchRunner.builder()
                    .client(server.client)
                    .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), lines)))
                    .output(output())
                    .promptsPerRequest(promptsPerRequest)
                    .build()
                    .run();
            sent.addAll(server.requests);
            return report;
        }
    }

    private List<String> sentPrompts() {
        return sent.stream().map(each -> json(each, "prompt")).toList();
    }

    private static String body(String prompt, String rest) {
        return "{\"model\":\"m\",\"prompt\":" + prompt + rest + "}";
    }

    @Test
    void joinsNeighboursWithEqualParametersAndDealsTheirAnswersOut() throws Exception {
        BatchReport report = run(
                2,
                ScriptedServer::echo,
                List.of(line("a", "1"), line("b", "2"), line("c", "3"), line("d", "4"), line("e", "5")));

        assertThat(sentPrompts()).containsExactlyInAnyOrder("[\"1\",\"2\"]", "[\"3\",\"4\"]", "\"5\"");
        assertThat(answers(output()))
                .extracting(each -> text(each, "custom_id") + text(each, "response.body.choices.0.text"))
                .containsExactlyInAnyOrder("a[1]", "b[2]", "c[3]", "d[4]", "e[5]");
        assertThat(json(answer(output(), "b"), "response.joint"))
                .isEqualTo("{\"prompts\":2,\"index\":1,\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":20,"
                        + "\"total_tokens\":40}}");
        assertThat(json(answer(output(), "b"), "response.body.usage")).isEqualTo("null");
        assertThat(json(answer(output(), "b"), "response.body.choices.0.index")).isEqualTo("0");
        assertThat(json(answer(output(), "e"), "response.joint")).isEqualTo("null");
        assertThat(json(answer(output(), "e"), "response.body.usage.total_tokens"))
                .isEqualTo("20");
        assertThat(report.tokens()).isEqualTo(new BatchTokens(50, 50));
        assertThat(report.counts().succeeded()).isEqualTo(5);
    }

    @Test
    void keepsRequestsApartThatDifferInMoreThanTheirPrompt() throws Exception {
        run(
                10,
                request -> ScriptedServer.error(400, "no"),
                List.of(
                        line("a", "/v1/completions", body("\"1\"", "")),
                        line("b", "/v1/completions", body("\"2\"", ",\"max_tokens\":5")),
                        line("c", "/v1/completions", body("\"3\"", ",\"max_tokens\":5,\"top_k\":1")),
                        line("d", "/v1/completions", body("[\"4\",\"5\"]", ",\"max_tokens\":5,\"top_k\":1")),
                        line("e", "/v1/completions", body("[6]", ",\"max_tokens\":5,\"top_k\":1"))));

        assertThat(sentPrompts()).containsExactlyInAnyOrder("\"1\"", "\"2\"", "\"3\"", "[\"4\",\"5\"]", "[6]");
    }

    @Test
    void joinsPromptsOfTokens() throws Exception {
        run(
                3,
                request ->
                        new Reply(200, "{\"choices\":[{\"index\":1,\"text\":\"two\"},{\"index\":0,\"text\":\"one\"}]}"),
                List.of(
                        line("a", "/v1/completions", body("[1,2]", "")),
                        line("b", "/v1/completions", body("[3]", ""))));

        assertThat(sentPrompts()).containsExactly("[[1,2],[3]]");
        assertThat(text(answer(output(), "a"), "response.body.choices.0.text")).isEqualTo("one");
        assertThat(text(answer(output(), "b"), "response.body.choices.0.text")).isEqualTo("two");
        assertThat(json(answer(output(), "b"), "response.joint")).isEqualTo("{\"prompts\":2,\"index\":1}");
    }

    @Test
    void dealsSeveralChoicesOut() throws Exception {
        run(
                2,
                request -> new Reply(
                        200,
                        "{\"choices\":[{\"index\":0,\"text\":\"a0\"},{\"index\":1,\"text\":\"a1\"},"
                                + "{\"index\":2,\"text\":\"b0\"},{\"index\":3,\"text\":\"b1\"}]}"),
                List.of(
                        line("a", "/v1/completions", body("\"1\"", ",\"n\":2")),
                        line("b", "/v1/completions", body("\"2\"", ",\"n\":2"))));

        assertThat(json(answer(output(), "b"), "response.body.choices"))
                .isEqualTo("[{\"index\":0,\"text\":\"b0\",\"logprobs\":null,\"finish_reason\":null},"
                        + "{\"index\":1,\"text\":\"b1\",\"logprobs\":null,\"finish_reason\":null}]");
    }

    @Test
    void sendsEachRequestOnItsOwnIfTheJoinedOneIsRejected() throws Exception {
        BatchReport report = run(
                4,
                request -> ScriptedServer.prompts(request).contains("bad")
                        ? ScriptedServer.error(400, "too long")
                        : ScriptedServer.echo(request),
                List.of(line("a", "1"), line("b", "bad"), line("c", "3"), line("d", "4")));

        assertThat(report.counts()).isEqualTo(new BatchCounts(3, 1, 0, 0));
        assertThat(json(answer(output(), "b"), "response.status_code")).isEqualTo("400");
        assertThat(text(answer(output(), "c"), "response.body.choices.0.text")).isEqualTo("[3]");
        assertThat(ids(output())).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(sent).hasSize(5);
    }

    @Test
    void sendsEachRequestOnItsOwnIfTheServerAnswersOnlySome() throws Exception {
        BatchReport report = run(
                2,
                request -> ScriptedServer.prompts(request).size() > 1
                        ? new Reply(200, "{\"choices\":[{\"index\":0,\"text\":\"only one\"}]}")
                        : ScriptedServer.echo(request),
                List.of(line("a", "1"), line("b", "2")));

        assertThat(report.counts().succeeded()).isEqualTo(2);
        assertThat(text(answer(output(), "a"), "response.body.choices.0.text")).isEqualTo("[1]");
    }

    @Test
    void sendsEachRequestOnItsOwnIfTheServerAnswersWithEveryCandidate() throws Exception {
        BatchReport report = run(
                2,
                request -> ScriptedServer.prompts(request).size() > 1
                        ? new Reply(
                                200,
                                "{\"choices\":[{\"index\":0,\"text\":\"a0\"},{\"index\":1,\"text\":\"a1\"},"
                                        + "{\"index\":2,\"text\":\"b0\"},{\"index\":3,\"text\":\"b1\"}]}")
                        : ScriptedServer.echo(request),
                List.of(
                        line("a", "/v1/completions", body("\"1\"", ",\"best_of\":2")),
                        line("b", "/v1/completions", body("\"2\"", ",\"best_of\":2"))));

        assertThat(report.counts().succeeded()).isEqualTo(2);
        assertThat(text(answer(output(), "b"), "response.body.choices.0.text")).isEqualTo("[2]");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 429, 500, 503})
    void onlyTheFaultyRequestOfAJoinedOneFails(int status) throws Exception {
        assertThat(runWithABadPrompt(status, 64)).isEqualTo(new BatchCounts(63, 1, 0, 0));
        assertThat(json(answer(output(), "r5"), "response.status_code")).isEqualTo(Integer.toString(status));
    }

    /** Nothing else succeeds, by which the server could show that it works. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404, 429, 500, 503})
    void onlyTheFaultyRequestFailsIfAllTravelTogether(int status) throws Exception {
        assertThat(runWithABadPrompt(status, 8)).isEqualTo(new BatchCounts(7, 1, 0, 0));
    }

    /** Runs requests of which the server fails {@code p5}, eight together. */
    private BatchCounts runWithABadPrompt(int status, int requests) throws Exception {
        SteppedTime time = new SteppedTime();
        try (ScriptedServer server = new ScriptedServer(
                request -> ScriptedServer.prompts(request).contains("p5")
                        ? ScriptedServer.error(status, "this prompt is refused")
                        : ScriptedServer.echo(request),
                CompletionsClient.builder().executor(Runnable::run).retries(RetrySettings.off()))) {
            BatchRun run = time.set(BatchRunner.builder().client(server.client).output(output()))
                    .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), requests)))
                    .promptsPerRequest(8)
                    .fixedConcurrency(8)
                    .build()
                    .start();
            return time.untilDone(run.report()).get().counts();
        }
    }
}
