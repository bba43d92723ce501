// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.batch.BatchException;
import dev.completions4j.batch.BatchInput;
import dev.completions4j.batch.BatchReport;
import dev.completions4j.batch.BatchRequest;
import dev.completions4j.batch.BatchRun;
import dev.completions4j.batch.BatchRunner;
import dev.completions4j.batch.OutputOrder;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the guide on batches. */
class BatchSnippetsTest {

    @TempDir
    Path directory;

    private final List<String> printed = new ArrayList<>();
    private final LoopbackServer server =
            LoopbackServer.serving(FakeModel.builder().name("my-model").build());
    private final CompletionsClient client =
            CompletionsClient.builder().baseUrl(server.baseUrl()).build();

    private Path input;
    private Path output;

    @BeforeEach
    void writeInput() throws Exception {
        output = directory.resolve("answers.jsonl");
        input = Files.writeString(directory.resolve("requests.jsonl"), """
                {"custom_id":"sea","method":"POST","url":"/v1/completions","body":{"model":"my-model","prompt":"The sea is"}}
                {"custom_id":"sky","method":"POST","url":"/v1/completions","body":{"model":"my-model","prompt":"The sky is"}}
                """);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void runsAFile() throws Exception {
        // snippet: batchFile
        BatchRunner runner = BatchRunner.builder()
                .client(client)
                .input(BatchInput.jsonl(input))
                .output(output) // if it exists, the run continues it
                .build();

        BatchReport report = runner.run();
        // end
        assertThat(report.counts().succeeded()).isEqualTo(2);
        assertThat(runner.run().counts().skipped()).isEqualTo(2);
        assertThat(report.summary()).startsWith("Finished: 2 succeeded");
    }

    @Test
    void runsLines() throws Exception {
        Path prompts = Files.writeString(directory.resolve("prompts.txt"), "cat\ndog\n");
        // snippet: batchLines
        CompletionRequest template = CompletionRequest.builder()
                .model("my-model")
                .maxTokens(100)
                .temperature(0.0)
                .build();

        BatchInput asTheyAre = BatchInput.lines(prompts, template);
        BatchInput inASentence = BatchInput.lines(
                prompts,
                word -> template.toBuilder()
                        .prompt("A poem about a " + word + ":")
                        .build());
        // end
        for (BatchInput each : List.of(asTheyAre, inASentence)) {
            Files.deleteIfExists(output);
            assertThat(run(each).counts().succeeded()).isEqualTo(2);
        }
    }

    private BatchReport run(BatchInput each) throws InterruptedException {
        return BatchRunner.builder()
                .client(client)
                .input(each)
                .output(output)
                .build()
                .run();
    }

    @Test
    void runsRequests() throws Exception {
        record Row(String key, String question) {}
        CompletionRequest template =
                CompletionRequest.builder().model("my-model").build();
        Stream<Row> rows = Stream.of(new Row("1", "Why?"), new Row("2", "How?"));
        // snippet: batchRequests
        Iterator<BatchRequest> requests = rows.map(row -> new BatchRequest(
                        row.key(), template.toBuilder().prompt(row.question()).build()))
                .iterator();
        BatchInput input = BatchInput.requests(requests); // or a Collection, or a Flow.Publisher
        // end
        assertThat(run(input).counts().succeeded()).isEqualTo(2);
    }

    @Test
    void adaptsAndObservesARun() throws Exception {
        // snippet: batchSettings
        BatchRun run = BatchRunner.builder()
                .client(client)
                .input(BatchInput.jsonl(input))
                .output(output)
                .outputOrder(OutputOrder.INPUT)
                .maxConcurrency(64)
                .promptsPerRequest(8)
                .tokenBudget(5_000_000L)
                .timeBudget(Duration.ofHours(8))
                .listener(
                        progress -> log("%d answered, %.0f/s, %s left"
                                .formatted(
                                        progress.counts().total(), progress.requestsPerSecond(), progress.remaining())),
                        Duration.ofSeconds(10))
                .build()
                .start();

        CompletableFuture<?> logged = run.report().thenAccept(report -> log(report.summary()));
        // end
        assertThat(logged).succeedsWithin(Duration.ofSeconds(60));
        assertThat(run.report().join().counts().succeeded()).isEqualTo(2);
        assertThat(printed).anyMatch(each -> each.startsWith("2 answered"));
    }

    private synchronized void log(String line) {
        printed.add(line);
    }

    @Test
    void reportsFailures() throws Exception {
        BatchRunner runner = BatchRunner.builder()
                .client(client)
                .input(BatchInput.jsonl(directory.resolve("missing")))
                .output(output)
                .build();
        // snippet: batchErrors
        try {
            BatchReport report = runner.run();
            report.rejected().forEach(line -> log("line " + line.number() + ": " + line.message()));
        } catch (BatchException e) { // input, output or server failed; what was answered is kept
            log(e.getMessage());
        }
        // end
        assertThat(printed).singleElement().asString().contains("The input cannot be read");
    }
}
