// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of the guide and of the demo. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // for busy machines
class GuideTest {

    private static final Path GUIDE = Path.of("..", "..", "docs", "guides", "flink.md");
    private static final Pattern SQL = Pattern.compile("^```sql\\n(.*?)^```\\n", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String KEY_FILE = "/run/secrets/llm-key";
    private static final FakeModel MODEL =
            FakeModel.builder().source((prompt, seed, choice) -> "re " + prompt).build();

    @SuppressWarnings("NullAway.Init") // by startCluster
    private static TestCluster cluster;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // by writeKey
    private Path key;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(1);
    }

    @AfterAll
    static void stopCluster() throws Exception {
        cluster.stop();
    }

    @BeforeEach
    void writeKey() throws IOException {
        key = Files.writeString(folder.resolve("key"), "sk-of-the-guide");
    }

    /** A record of a job. */
    public record Ticket(int id, String text) {}

    @Test
    void completesTheRecordsOfAStream() throws Exception {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(cluster.jobConfiguration());
        DataStream<Ticket> tickets = environment.fromData(new Ticket(1, "late"), new Ticket(2, "new color"));
        try (LoopbackServer server = LoopbackServer.running(FakeEndpoint.of(MODEL))) {
            String baseUrl = server.baseUrl();
            String keyFile = key.toString();

            // snippet: flinkStream
            ClientDescription client = ClientDescription.builder()
                    .baseUrl(baseUrl) // such as http://localhost:8000/v1
                    .apiKey(Secret.fromFile(keyFile)) // such as /run/secrets/llm-key
                    .maxAttempts(5)
                    .build();

            RequestTemplate template = RequestTemplate.of(CompletionRequest.builder()
                    .model("qwen2.5-7b")
                    .maxTokens(100)
                    .temperature(0)
                    .build());

            CompletionsAsyncFunction<Ticket> function = CompletionsAsyncFunction.<Ticket>builder()
                    .client(client)
                    .request(ticket -> template.request("Summarize: " + ticket.text()))
                    .capacity(200) // records in flight per task
                    .timeout(Duration.ofMinutes(2)) // of a record, retries included
                    .failJobOn(failure -> failure.kind().equals("authentication"))
                    .build();

            CompletionStreams<Ticket> summaries = CompletionStreams.unorderedWait("summarize", tickets, function);

            DataStream<String> texts = summaries
                    .answers()
                    .map(each -> each.input().id() + ": " + each.answer().text());
            DataStream<String> failures = summaries
                    .failures()
                    .map(each -> each.input().id() + ": " + each.failure().kind());
            // end

            assertThat(texts.union(failures).executeAndCollect(10))
                    .containsExactlyInAnyOrder("1: re Summarize: late", "2: re Summarize: new color");
        }
    }

    @Test
    void theSqlOfTheGuideRuns() throws Exception {
        List<Row> rows = run(String.join("\n", sqlOf(Files.readString(GUIDE, UTF_8))));

        assertThat(rows)
                .containsExactly(
                        Row.of(1, "re My order is late.", "stop", 11L),
                        Row.of(2, "re I like the new color.", "stop", 13L),
                        Row.of(1, "re My order is late.", null),
                        Row.of(2, "re I like the new color.", null));
    }

    @Test
    void theDemoRuns() throws Exception {
        try (InputStream script = GuideTest.class.getResourceAsStream("/demo.sql")) {
            List<Row> rows = run(new String(Objects.requireNonNull(script).readAllBytes(), UTF_8));

            assertThat(rows).hasSize(5);
        }
    }

    @Test
    void theGuideNamesAllOptionsAndColumns() throws IOException {
        String guide = Files.readString(GUIDE, UTF_8);
        CompletionsModelProviderFactory factory = new CompletionsModelProviderFactory();

        assertThat(Stream.concat(factory.requiredOptions().stream(), factory.optionalOptions().stream())
                        .map(ConfigOption::key))
                .allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
        assertThat(OutputColumn.values())
                .allSatisfy(
                        column -> assertThat(guide).contains("`" + column.name().toLowerCase(Locale.ROOT) + "`"));
        assertThat(Profile.values()).allSatisfy(profile -> assertThat(guide).contains("`" + profile + "`"));
    }

    private static List<String> sqlOf(String document) {
        List<String> blocks = new ArrayList<>();
        SQL.matcher(document).results().forEach(block -> blocks.add(block.group(1)));
        assertThat(blocks).isNotEmpty();
        return blocks;
    }

    /** Returns the rows of all queries. */
    private List<Row> run(String script) throws Exception {
        TableEnvironment tables = cluster.tables();
        List<Row> rows = new ArrayList<>();
        try (LoopbackServer server = LoopbackServer.running(FakeEndpoint.of(MODEL))) {
            for (String statement : SqlScript.statements(script, server.baseUrl())) {
                String runnable = statement.replace(KEY_FILE, key.toString());
                if (runnable.startsWith("SELECT")) {
                    rows.addAll(CollectionUtil.iteratorToList(
                            tables.executeSql(runnable).collect()));
                } else {
                    tables.executeSql(runnable);
                }
            }
        }
        return rows;
    }
}
