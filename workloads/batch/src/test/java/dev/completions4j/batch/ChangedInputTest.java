// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.answers;
import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.line;
import static dev.completions4j.batch.BatchFiles.text;
import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.batch.BatchReport.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs into an output that an earlier run began for other requests. */
class ChangedInputTest {

    private static final CompletionRequest TEMPLATE =
            CompletionRequest.builder().model("m").maxTokens(9).build();

    @TempDir
    Path directory;

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    private BatchRunner.Builder runner(ScriptedServer server, BatchInput input) {
        return BatchRunner.builder().client(server.client).input(input).output(output());
    }

    private BatchReport run(BatchInput input) throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            return runner(server, input).build().run();
        }
    }

    /** Runs an input that does not belong to the output; returns the message. */
    private String refused(BatchInput input) throws Exception {
        String before = Files.readString(output());
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner runner = runner(server, input).build();
            BatchException thrown = Assertions.catchThrowableOfType(BatchException.class, runner::run);

            BatchReport report = Objects.requireNonNull(thrown.report());
            assertThat(report.end()).isEqualTo(End.INPUT_CHANGED);
            assertThat(report.summary()).startsWith("The input has changed: 0 succeeded, 0 failed");
            assertThat(server.requests).isEmpty();
            assertThat(output()).hasContent(before);
            return String.valueOf(thrown.getMessage());
        }
    }

    private BatchInput prompts(String... lines) throws Exception {
        return BatchInput.lines(Files.write(directory.resolve("prompts.txt"), List.of(lines)), TEMPLATE);
    }

    private static BatchInput requests(CompletionRequest template, String... prompts) {
        return BatchInput.requests(IntStream.range(0, prompts.length)
                .mapToObj(i -> new BatchRequest(
                        "row-" + i, template.toBuilder().prompt(prompts[i]).build()))
                .toList()
                .iterator());
    }

    @Test
    void refusesLinesOfAnotherFile() throws Exception {
        run(prompts("sea", "sky"));

        assertThat(refused(prompts("tree", "leaf", "root")))
                .isEqualTo("The output " + output()
                        + " belongs to other requests: request 1 of the input differs from the one that was answered;"
                        + " choose another output, restore the input and its parameters, or call skipChanged(true) to"
                        + " keep the answers of changed requests");
    }

    @Test
    void refusesAnotherTemplate() throws Exception {
        Path input = Files.write(directory.resolve("prompts.txt"), List.of("sea", "sky"));
        run(BatchInput.lines(input, TEMPLATE));

        refused(BatchInput.lines(input, TEMPLATE.toBuilder().maxTokens(10).build()));
        refused(BatchInput.lines(input, TEMPLATE.toBuilder().model("other").build()));
        refused(BatchInput.lines(
                input, line -> TEMPLATE.toBuilder().prompt(line + "!").build()));
    }

    @Test
    void refusesOtherRequestsWithTheSameIds() throws Exception {
        run(requests(TEMPLATE, "sea", "sky"));

        refused(requests(TEMPLATE, "sky", "sea"));
        refused(requests(TEMPLATE.toBuilder().temperature(0.5).build(), "sea", "sky"));
        refused(BatchInput.jsonl(write(directory.resolve("in.jsonl"), List.of(line("row-1", "tree")))));
    }

    /** What comes before the first answered request belongs to the wrong input, too, and is neither sent nor answered. */
    @Test
    void sendsAndWritesNothingBeforeItKnowsTheInput() throws Exception {
        run(BatchInput.jsonl(write(directory.resolve("in.jsonl"), List.of(line("r9", "sea")))));

        String refusal = line("r0", "/v1/chat/completions", "{}");
        List<String> others = Stream.concat(
                        Stream.of(refusal), IntStream.rangeClosed(1, 9).mapToObj(i -> line("r" + i, "tree")))
                .toList();
        assertThat(refused(BatchInput.jsonl(write(directory.resolve("other.jsonl"), others))))
                .contains("request 10 of the input");
    }

    @Test
    void keepsWhatWasAskedBeforeAnAnsweredRequestTurnsOutToBeChanged() throws Exception {
        run(requests(TEMPLATE, "sea", "sky", "sun"));
        Files.write(
                output(),
                Files.readAllLines(output()).stream()
                        .filter(answer -> !answer.contains("row-1"))
                        .toList());
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner runner = runner(server, requests(TEMPLATE, "sea", "sky", "moon", "star"))
                    .build();
            BatchException thrown = Assertions.catchThrowableOfType(BatchException.class, runner::run);

            assertThat(thrown).hasMessageContaining("request 3 of the input");
            assertThat(ids(output())).startsWith("row-0", "row-2").doesNotHaveDuplicates();
        }
        run(requests(TEMPLATE, "sea", "sky", "sun", "star"));
        assertThat(ids(output())).containsExactlyInAnyOrder("row-0", "row-1", "row-2", "row-3");
    }

    @Test
    void continuesAnInputThatHasGrown() throws Exception {
        run(prompts("sea", "sky"));

        assertThat(run(prompts("sea", "sky", "sun")).counts()).isEqualTo(new BatchCounts(1, 0, 2, 0));
    }

    @Test
    void continuesWithIdsOfOnesOwnInAnyOrderAndFromAnyInput() throws Exception {
        run(BatchInput.jsonl(write(
                directory.resolve("a.jsonl"),
                List.of(
                        line(
                                "sea",
                                "/v1/completions",
                                "{\"model\":\"m\",\"prompt\":\"p\",\"x\":{\"a\":1,\"b\":2},\"y\":3}"),
                        line("sky", "q")))));

        Path other = write(
                directory.resolve("b.jsonl"),
                List.of(
                        line("new", "r"),
                        line("sky", "q"),
                        line(
                                "sea",
                                "/completions",
                                "{\"y\":3.0,\"x\":{\"b\":2,\"a\":1},\"prompt\":\"p\",\"model\":\"m\"}")));
        assertThat(run(BatchInput.jsonl(other)).counts()).isEqualTo(new BatchCounts(1, 0, 2, 0));
    }

    /** More than is read ahead. */
    @Test
    void continuesAnOutputWithAnswersToOtherIds() throws Exception {
        run(prompts("sea"));

        Path many = write(directory.resolve("in.jsonl"), 2000);
        assertThat(run(BatchInput.jsonl(many)).counts()).isEqualTo(new BatchCounts(2000, 0, 0, 0));
    }

    @Test
    void acceptsAnswersOfOtherToolsWhateverTheyAnswer() throws Exception {
        Files.writeString(
                output(), "{\"id\":\"batch_req_67f0\",\"custom_id\":\"line-1\",\"response\":null,\"error\":null}\n");

        assertThat(run(prompts("sea", "sky")).counts()).isEqualTo(new BatchCounts(1, 0, 1, 0));
    }

    @Test
    void noticesThatARefusedRequestWasCorrected() throws Exception {
        String refused = line("a", "/v1/chat/completions", "{\"model\":\"m\"}");
        run(BatchInput.jsonl(write(directory.resolve("in.jsonl"), List.of(refused))));

        assertThat(run(BatchInput.jsonl(write(directory.resolve("in.jsonl"), List.of(refused))))
                        .counts())
                .isEqualTo(new BatchCounts(0, 0, 1, 0));
        refused(BatchInput.jsonl(write(directory.resolve("in.jsonl"), List.of(line("a", "sea")))));
    }

    @Test
    void skipsChangedRequestsIfTold() throws Exception {
        run(prompts("sea", "sky"));

        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchReport report = runner(server, prompts("tree", "leaf", "root"))
                    .skipChanged(true)
                    .build()
                    .run();

            assertThat(report.counts()).isEqualTo(new BatchCounts(1, 0, 2, 0));
        }
        assertThat(answers(output()).stream().map(each -> text(each, "response.body.choices.0.text")))
                .containsExactlyInAnyOrder("[sea]", "[sky]", "[root]");
    }

    @Test
    void recognizesRequestsThatTravelTogether() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
                BatchReport report = runner(server, prompts("sea", "sky", "sun"))
                        .promptsPerRequest(2)
                        .build()
                        .run();
                assertThat(report.counts().skipped()).isEqualTo(3L * run);
            }
        }
        refused(prompts("sea", "sky", "moon"));
    }
}
