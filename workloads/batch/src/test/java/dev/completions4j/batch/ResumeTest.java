// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.line;
import static dev.completions4j.batch.BatchFiles.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionsClient;
import dev.completions4j.batch.BatchReport.End;
import dev.completions4j.testkit.transport.FakeTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    @TempDir
    Path directory;

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    private BatchReport run(ScriptedServer server, Path input, OutputOrder order) throws InterruptedException {
        return BatchRunner.builder()
                .client(server.client)
                .input(BatchInput.jsonl(input))
                .output(output())
                .outputOrder(order)
                .opener(LimitedChannel.opener(Long.MAX_VALUE))
                .build()
                .run();
    }

    /** Whatever a crash leaves of the output, the next run completes it. */
    @ParameterizedTest
    @EnumSource(OutputOrder.class)
    void completesAnOutputThatIsCutAnywhere(OutputOrder order) throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 2);
        byte[] whole;
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            run(server, input, order);
            whole = Files.readAllBytes(output());
        }
        for (int cut = 0; cut <= whole.length; cut += 29) {
            byte[] left = Arrays.copyOf(whole, cut);
            Files.write(output(), left);
            int complete = (int)
                    new String(left, UTF_8).chars().filter(each -> each == '\n').count();
            try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
                BatchReport report = run(server, input, order);

                assertThat(report.counts()).isEqualTo(new BatchCounts(2 - complete, 0, complete, 0));
                assertThat(server.requests).hasSize(2 - complete);
            }
            assertThat(ids(output())).containsExactlyInAnyOrder("r0", "r1");
        }
    }

    @Test
    void cutsOffWhateverFollowsTheLastLineFeed() throws Exception {
        String line = "{\"id\":\"batch_req_1\",\"custom_id\":\"NAME\",\"response\":null,\"error\":null}\n";
        byte[] whole = (line.replace("NAME", "a,\\\"response\\\":") + line.replace("NAME", "\u00e9")).getBytes(UTF_8);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(output(), Arrays.copyOf(whole, cut));
            List<String> answered = new ArrayList<>();
            OutputFile.open(output(), LimitedChannel.opener(Long.MAX_VALUE), (id, print) -> answered.add(id))
                    .close();

            int lines = (int) new String(whole, 0, cut, UTF_8)
                    .chars()
                    .filter(each -> each == '\n')
                    .count();
            assertThat(answered).isEqualTo(List.of("a,\"response\":", "\u00e9").subList(0, lines));
            assertThat(new String(whole, UTF_8)).startsWith(Files.readString(output()));
            assertThat(Files.readString(output()).lines()).hasSize(lines);
        }
    }

    @Test
    void skipsFailedRequestsToo() throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 3);
        try (ScriptedServer server = new ScriptedServer(request -> ScriptedServer.error(400, "no"))) {
            run(server, input, OutputOrder.COMPLETION);
        }
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            assertThat(run(server, input, OutputOrder.COMPLETION).counts()).isEqualTo(new BatchCounts(0, 0, 3, 0));
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void findsDuplicatesInAContinuedRunToo() throws Exception {
        Path input = write(directory.resolve("in.jsonl"), List.of(line("a", "1"), line("a", "2"), line("b", "3")));
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            assertThat(run(server, input, OutputOrder.COMPLETION).counts()).isEqualTo(new BatchCounts(2, 0, 0, 1));
            assertThat(run(server, input, OutputOrder.COMPLETION).counts()).isEqualTo(new BatchCounts(0, 0, 2, 1));
        }
    }

    @Test
    void acceptsAnswersThatOtherToolsWrote() throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 3);
        Files.writeString(output(), """
                {"custom_id": "r0", "error": null, "id": "batch_req_1", "response": {"status_code": 200}}
                {"id":"vllm-1","custom_id":"r2","response":{"status_code":200},"error":null}
                """);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            assertThat(run(server, input, OutputOrder.COMPLETION).counts()).isEqualTo(new BatchCounts(1, 0, 2, 0));
        }
        assertThat(ids(output())).containsExactly("r0", "r2", "r1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shopping list",
                "milk\nbread\n",
                "{\"name\":\"value\"}\n",
                "{\"custom_id\":\"r0\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{\"prompt\":\"milk\"}}\n",
                "{\"custom_id\":\"r0\",\"body\":{\"prompt\":\"milk\",\"response\":null}}\n",
                "{\"id\":\"batch_req_1\",\"custom_id\":\"a\",\"response\":null,\"error\":null}\nnotes",
            })
    void changesNoFileThatIsSomethingElse(String content) throws Exception {
        Files.writeString(output(), content);
        Path input = write(directory.resolve("in.jsonl"), 1);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            assertThatThrownBy(() -> run(server, input, OutputOrder.COMPLETION))
                    .isInstanceOf(BatchException.class)
                    .hasMessageContaining("is not the output of a batch")
                    .hasMessageNotContaining("milk");
        }
        assertThat(output()).hasContent(content);
    }

    @Test
    void refusesAnOutputThatAnotherRunUses() throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 1);
        FakeTransport silent = FakeTransport.answeredBy(exchange -> {});
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo);
                CompletionsClient waiting = CompletionsClient.builder()
                        .baseUrl("http://fake.test/v1")
                        .transport(silent)
                        .build()) {
            BatchRunner.Builder builder =
                    BatchRunner.builder().input(BatchInput.jsonl(input)).output(output());
            BatchRun first = builder.client(waiting).build().start();
            while (silent.exchanges() == 0) {
                Thread.onSpinWait();
            }
            BatchRun second = builder.client(server.client).build().start();

            assertThatThrownBy(() -> second.report().join())
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("The output " + output()
                            + " is in use by another run; wait for its end, or choose another output");
            first.cancel();
            assertThat(first.report().join().end()).isEqualTo(End.CANCELLED);
            assertThat(run(server, input, OutputOrder.COMPLETION).end()).isEqualTo(End.FINISHED);
        }
    }

    @Test
    void reportsAnOutputThatCannotBeOpened() {
        Path input = write(directory.resolve("in.jsonl"), 1);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner runner = BatchRunner.builder()
                    .client(server.client)
                    .input(BatchInput.jsonl(input))
                    .output(directory.resolve("missing").resolve("out"))
                    .build();
            assertThatThrownBy(runner::run)
                    .isInstanceOf(BatchException.class)
                    .hasMessageContaining("cannot be opened (NoSuchFileException); create its directory");
        }
    }

    @Test
    void keepsWhatFitsOnAFullDisk() throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 1000);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner.Builder builder = BatchRunner.builder()
                    .client(server.client)
                    .input(BatchInput.jsonl(input))
                    .output(output());
            long kept = 0;
            for (long capacity = 10_000; capacity <= 60_000; capacity += 25_001) {
                BatchRunner runner =
                        builder.opener(LimitedChannel.opener(capacity)).build();
                long before = kept;
                kept = BatchExceptions.thrownBy(runner).counts().succeeded() + before;

                assertThat(ids(output())).doesNotHaveDuplicates().hasSize((int) kept);
                assertThat(kept).isGreaterThan(before);
            }
            BatchReport report =
                    builder.opener(OutputFile.Opener.SYSTEM).build().run();
            assertThat(report.counts()).isEqualTo(new BatchCounts(1000 - kept, 0, kept, 0));
        }
        assertThat(ids(output())).doesNotHaveDuplicates().hasSize(1000);
    }
}
