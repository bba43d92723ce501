// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills task managers of a job with checkpoints, and checks that every answer is written once.
 *
 * <p>The profile {@code flink-soak} makes it long; the build reports how often the server was asked.
 */
class ExactlyOnceTest {

    private static final int PROMPTS = Integer.getInteger("flink.prompts", 2_000);
    private static final int KILLS = Integer.getInteger("flink.kills", 2);
    private static final RequestTemplate TEMPLATE =
            RequestTemplate.of(CompletionRequest.builder().model("m").build());

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void everyAnswerIsWrittenOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        List<CountDownLatch> moments = IntStream.range(0, KILLS)
                .mapToObj(kill -> new CountDownLatch((kill + 1) * (PROMPTS / (KILLS + 1))))
                .toList();
        CountDownLatch kills = new CountDownLatch(KILLS);
        TestCluster cluster = TestCluster.start(2);
        try (LoopbackServer server = JsonServer.answering(request -> {
            asked.incrementAndGet();
            moments.forEach(CountDownLatch::countDown);
            if (isLastOfATask(request.bodyText())) {
                await(kills);
            }
            return JsonServer.completion("answer");
        })) {
            JobClient job = submit(cluster, server.baseUrl());
            killTaskManagers(cluster.cluster(), moments, kills);

            assertThat(job.getJobExecutionResult().get()).isNotNull();
            assertThat(attempts(cluster.cluster(), job.getJobID())).isGreaterThanOrEqualTo(KILLS);
        } finally {
            cluster.stop();
        }

        List<String> answers = written();
        assertThat(answers).hasSize(PROMPTS).doesNotHaveDuplicates();
        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PROMPTS)
                        .mapToObj(each -> "prompt " + each + ": answer")
                        .toList());
        System.out.println(
                PROMPTS + " prompts, " + KILLS + " task managers killed: every answer was written once; the server"
                        + " was asked " + asked + " times, " + (asked.get() - PROMPTS) + " of them again after a kill");
    }

    private JobClient submit(TestCluster cluster, String baseUrl) throws Exception {
        Configuration configuration = cluster.jobConfiguration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
        environment.setParallelism(2);
        CompletionsAsyncFunction<String> function = CompletionsAsyncFunction.<String>builder()
                .client(ClientDescription.builder().baseUrl(baseUrl).build())
                .request(TEMPLATE::request)
                .capacity(50)
                .failJobOn(failure -> true)
                .build();
        CompletionStreams.unorderedWait(
                        "complete",
                        environment.fromSource(
                                new DataGeneratorSource<>(index -> "prompt " + index, PROMPTS, Types.STRING),
                                WatermarkStrategy.noWatermarks(),
                                "prompts"),
                        function)
                .answers()
                .map(each -> each.input() + ": " + each.answer().text())
                .sinkTo(FileSink.forRowFormat(
                                new org.apache.flink.core.fs.Path(
                                        folder.resolve("answers").toUri()),
                                new SimpleStringEncoder<String>())
                        .withRollingPolicy(OnCheckpointRollingPolicy.build())
                        .build());
        return environment.executeAsync();
    }

    /** Each of the two tasks has one half of the prompts; one that has ended is not restarted. */
    private static boolean isLastOfATask(String request) {
        return request.contains("\"prompt " + (PROMPTS / 2 - 1) + "\"")
                || request.contains("\"prompt " + (PROMPTS - 1) + "\"");
    }

    private static void await(CountDownLatch kills) {
        try {
            assertThat(kills.await(15, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A task manager that replaces a killed one is the last of the list. */
    private static void killTaskManagers(MiniCluster cluster, List<CountDownLatch> moments, CountDownLatch kills)
            throws Exception {
        for (int kill = 0; kill < moments.size(); kill++) {
            assertThat(moments.get(kill).await(5, TimeUnit.MINUTES)).isTrue();
            cluster.terminateTaskManager(kill).get();
            kills.countDown();
            cluster.startTaskManager();
        }
    }

    private static int attempts(MiniCluster cluster, JobID job) throws Exception {
        AccessExecutionGraph graph = cluster.getArchivedExecutionGraph(job).get();
        assertThat(graph.getState()).isEqualTo(JobStatus.FINISHED);
        int attempts = 0;
        for (var vertex : graph.getAllExecutionVertices()) {
            attempts += vertex.getCurrentExecutionAttempt().getAttemptNumber();
        }
        return attempts;
    }

    /** Returns the lines of the files that were committed; others begin with a dot. */
    private List<String> written() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("answers"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    lines.addAll(Files.readAllLines(file, UTF_8));
                }
            }
        }
        return lines;
    }
}
