// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code CREATE MODEL} and {@code ML_PREDICT} on a cluster in this JVM. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // for busy machines
class ModelProviderTest {

    private static final FakeModel ECHO = FakeModel.builder()
            .source((prompt, seed, choice) -> " re " + prompt + " " + choice)
            .build();

    @SuppressWarnings("NullAway.Init") // by startCluster
    private static TestCluster cluster;

    @SuppressWarnings("NullAway.Init") // by createTables
    private TableEnvironment tables;

    @TempDir
    Path folder;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(1);
    }

    @AfterAll
    static void stopCluster() throws Exception {
        cluster.stop();
    }

    @BeforeEach
    void createTables() throws Exception {
        tables = cluster.tables();
        tables.executeSql(
                "CREATE TEMPORARY VIEW prompts AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, prompt)");
    }

    private void createModel(String output, String baseUrl, String... options) {
        StringBuilder with = new StringBuilder();
        for (String option : options) {
            with.append(", ").append(option);
        }
        tables.executeSql("CREATE TEMPORARY MODEL m INPUT (prompt STRING) OUTPUT (" + output + ") WITH ('provider' ="
                + " 'completions', 'base-url' = '" + baseUrl + "', 'model' = 'm'" + with + ")");
    }

    private List<Row> select(String columns) {
        return rows("SELECT " + columns + " FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt))");
    }

    private List<Row> rows(String query) {
        return CollectionUtil.iteratorToList(tables.executeSql(query).collect());
    }

    @Test
    void eachRowGetsItsCompletion() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(ECHO)) {
            createModel("completion STRING", server.baseUrl());

            assertThat(select("id, completion")).containsExactly(Row.of(1, " re a 0"), Row.of(2, " re b 0"));
        }
    }

    @Test
    void allPropertiesOfARequestAreSent() throws Exception {
        try (LoopbackServer server = JsonServer.answering(request -> JsonServer.completion("ok"))) {
            createModel(
                    "completion STRING",
                    server.baseUrl(),
                    "'max-tokens' = '7'",
                    "'temperature' = '0.5'",
                    "'top-p' = '0.9'",
                    "'n' = '1'",
                    "'best-of' = '2'",
                    "'echo' = 'true'",
                    "'frequency-penalty' = '0.25'",
                    "'presence-penalty' = '-0.25'",
                    "'logit-bias' = '50256:-100,15:5'",
                    "'logprobs' = '3'",
                    "'seed' = '42'",
                    "'stop' = '\"\n\";END'",
                    "'suffix' = 'after'",
                    "'user' = 'u'",
                    "'additional-properties' = '{\"top_k\": 20, \"nested\": {\"list\": [1.5, true, null, \"x\"]}}'");

            select("completion");

            // The rows are sent at once, so in any order.
            List<JsonNode> sent = new ArrayList<>();
            for (ReceivedRequest request : server.requests()) {
                sent.add(new ObjectMapper().readTree(request.bodyText()));
            }
            assertThat(sent).contains(new ObjectMapper().readTree("""
                    {"model": "m", "prompt": "a", "max_tokens": 7, "temperature": 0.5, "top_p": 0.9, "n": 1, "best_of": 2,
                     "echo": true, "frequency_penalty": 0.25, "presence_penalty": -0.25,
                     "logit_bias": {"50256": -100, "15": 5}, "logprobs": 3, "seed": 42, "stop": ["\\n", "END"],
                     "suffix": "after", "user": "u", "top_k": 20, "nested": {"list": [1.5, true, null, "x"]}}"""));
        }
    }

    @Test
    void furtherColumnsDescribeTheAnswer() throws Exception {
        try (LoopbackServer server = JsonServer.answering(request -> JsonServer.completion("ok"))) {
            createModel(
                    "t STRING, finish_reason STRING, choice_index INT, prompt_tokens BIGINT, completion_tokens BIGINT,"
                            + " total_tokens BIGINT, response_id STRING, response_model STRING, error_string STRING,"
                            + " http_status_code INT",
                    server.baseUrl());

            assertThat(select("t, finish_reason, choice_index, prompt_tokens, completion_tokens, total_tokens,"
                            + " response_id, response_model, error_string, http_status_code"))
                    .hasSize(2)
                    .containsOnly(Row.of("ok", "stop", 0, 3L, 2L, 5L, "c-1", "m", null, null));
        }
    }

    @Test
    void logProbabilitiesAreArrays() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(ECHO)) {
            createModel(
                    "completion STRING, tokens ARRAY<STRING>, token_logprobs ARRAY<DOUBLE>",
                    server.baseUrl(),
                    "'logprobs' = '1'");

            assertThat(select("completion, tokens, token_logprobs")).hasSize(2).allSatisfy(row -> {
                assertThat(String.join("", row.<String[]>getFieldAs(1))).isEqualTo(row.getField(0));
                assertThat(row.<Double[]>getFieldAs(2)).hasSameSizeAs(row.<String[]>getFieldAs(1));
            });
        }
    }

    @Test
    void eachChoiceIsARow() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(ECHO)) {
            createModel("completion STRING, choice_index INT", server.baseUrl(), "'n' = '2'");

            assertThat(select("id, completion, choice_index"))
                    .containsExactly(
                            Row.of(1, " re a 0", 0),
                            Row.of(1, " re a 1", 1),
                            Row.of(2, " re b 0", 0),
                            Row.of(2, " re b 1", 1));
        }
    }

    @Test
    void aNullPromptIsNotSentAndKeepsItsRow() throws Exception {
        tables.executeSql(
                "CREATE TEMPORARY VIEW nulls AS SELECT * FROM (VALUES (1, CAST(NULL AS STRING))) AS t(id, prompt)");
        try (LoopbackServer server = LoopbackServer.serving(ECHO)) {
            createModel("completion STRING, finish_reason STRING", server.baseUrl());

            assertThat(rows("SELECT id, completion, finish_reason FROM ML_PREDICT(TABLE nulls, MODEL m,"
                            + " DESCRIPTOR(prompt))"))
                    .containsExactly(Row.of(1, null, null));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void neighboringPromptsTravelAsOneRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(ECHO)) {
            createModel(
                    "completion STRING",
                    server.baseUrl(),
                    "'coalesce-max-prompts' = '2'",
                    "'coalesce-max-delay' = '1 min'");

            assertThat(select("id, completion")).containsExactly(Row.of(1, " re a 0"), Row.of(2, " re b 0"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aFailureFailsTheJobByDefault() throws Exception {
        try (LoopbackServer server = failingForB(400)) {
            createModel("completion STRING", server.baseUrl());

            assertThatThrownBy(() -> select("id, completion"))
                    .hasStackTraceContaining("The server answered 400, BAD_REQUEST");
        }
    }

    @Test
    void anIgnoredFailureIsARowIfThereIsAColumnForIt() throws Exception {
        try (LoopbackServer server = failingForB(400)) {
            createModel(
                    "completion STRING, `error-string` STRING, error_kind STRING, `http-status-code` INT,"
                            + " `http-headers-map` MAP<STRING, ARRAY<STRING>>",
                    server.baseUrl(),
                    "'error-handling-strategy' = 'ignore'");

            List<Row> rows =
                    select("id, completion, `error-string`, error_kind, `http-status-code`, `http-headers-map`");

            assertThat(rows).hasSize(2);
            assertThat(rows.get(0)).isEqualTo(Row.of(1, "ok", null, null, null, null));
            assertThat(Row.project(rows.get(1), new int[] {0, 1, 3, 4})).isEqualTo(Row.of(2, null, "bad_request", 400));
            assertThat(rows.get(1).<String>getFieldAs(2)).startsWith("The server answered 400, BAD_REQUEST: no");
            assertThat(rows.get(1).<Map<String, String[]>>getFieldAs(5).get("x-request-id"))
                    .containsExactly("r-7");
        }
    }

    @Test
    void anIgnoredFailureIsNoRowIfThereIsNoColumnForIt() throws Exception {
        try (LoopbackServer server = failingForB(503)) {
            createModel("completion STRING", server.baseUrl(), "'error-handling-strategy' = 'ignore'");

            assertThat(select("id, completion")).containsExactly(Row.of(1, "ok"));
            assertThat(server.requests()).hasSize(2); // No retry.
        }
    }

    @Test
    void aFailedCallIsRetriedAndThenTheFallbackApplies() throws Exception {
        try (LoopbackServer server = failingForB(503)) {
            createModel(
                    "completion STRING, error_kind STRING",
                    server.baseUrl(),
                    "'retry-num' = '1'",
                    "'retry-fallback-strategy' = 'ignore'");

            assertThat(select("id, completion, error_kind"))
                    .containsExactly(Row.of(1, "ok", null), Row.of(2, null, "overloaded"));
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void theFailoverStrategyRetriesNothing() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (LoopbackServer server = JsonServer.answering(request -> {
            calls.incrementAndGet();
            return JsonServer.error(503);
        })) {
            createModel("completion STRING", server.baseUrl(), "'error-handling-strategy' = 'failover'");

            assertThatThrownBy(() -> select("completion")).hasStackTraceContaining("503, OVERLOADED");
            assertThat(calls).hasValueLessThanOrEqualTo(2);
        }
    }

    private static LoopbackServer failingForB(int status) {
        return JsonServer.answering(request ->
                request.bodyText().contains("\"b\"") ? JsonServer.error(status) : JsonServer.completion("ok"));
    }

    @Test
    void theKeyIsReadByTheTaskAndInNoText() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "sk-sql-secret\n");
        try (LoopbackServer server =
                LoopbackServer.running(FakeEndpoint.of(ECHO).requiringKey("sk-sql-secret"))) {
            createModel(
                    "completion STRING",
                    server.baseUrl(),
                    "'api-key-file' = '" + key + "'",
                    "'header-env' = 'X-Tenant:COMPLETIONS4J_TEST_SECRET'");

            assertThat(select("id, completion")).containsExactly(Row.of(1, " re a 0"), Row.of(2, " re b 0"));
            assertThat(server.requests().get(0).headers().first("x-tenant")).isEqualTo("tenant-secret");
            assertThat(tables.explainSql(
                            "SELECT * FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt))",
                            ExplainDetail.JSON_EXECUTION_PLAN))
                    .doesNotContain("sk-sql-secret", "tenant-secret");
        }
    }

    @Test
    void aRejectedKeyIsReadAgain() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "old-key-0001");
        try (LoopbackServer server = JsonServer.answering(request -> replaceRejectedKey(request, key))) {
            createModel("completion STRING", server.baseUrl(), "'api-key-file' = '" + key + "'");

            assertThat(select("id, completion")).containsExactly(Row.of(1, "ok"), Row.of(2, "ok"));
        }
    }

    private static JsonServer.Reply replaceRejectedKey(ReceivedRequest request, Path key) {
        if ("Bearer new-key-0001".equals(request.headers().first("authorization"))) {
            return JsonServer.completion("ok");
        }
        try {
            // In one step: the key of the other request may be read at the same time.
            Path replacement = Files.writeString(Files.createTempFile(key.getParent(), "key", ""), "new-key-0001");
            Files.move(replacement, key, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return JsonServer.error(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'api-key' = 'sk-plain'              | use 'api-key-file' or 'api-key-env'
            'temperature' = '3'                 | Option 'temperature' is '3'; it must be a number from 0 to 2
            'temperature' = 'hot'               | Option 'temperature' is 'hot'; it must be a number from 0 to 2
            'max-tokens' = 'many'               | Option 'max-tokens' is 'many'; it must be an integer of at least 0
            'n' = '0'                           | Option 'n' is '0'; it must be a positive integer
            'n' = '3', 'best-of' = '2'          | Option 'best-of' is 2; it must be at least 'n', which is 3
            'logit-bias' = 'the:1'              | Option 'logit-bias' is 'the:1'; it must be biases from -100 to 100 by token id
            'logit-bias' = '5:101'              | it must be biases from -100 to 100
            'profile' = 'gpt'                   | it must be one of [compatible, openai, azure, vllm, llama-cpp
            'echo' = 'yes'                      | Option 'echo' is 'yes'; it must be true or false
            'error-handling-strategy' = 'pray'  | it must be retry, failover or ignore
            'retry-num' = '-1'                  | it must be an integer of at least 0
            'timeout' = '0 s'                   | it must be a positive duration, such as '30 s'
            'timeout' = '1 h'                   | increase 'table.exec.async-ml-predict.timeout'
            'coalesce-max-prompts' = '2', 'coalesce-max-delay' = '3 min' | Option 'coalesce-max-delay' is PT3M, but the time limit of a row is PT2M42S; decrease the option
            'coalesce-max-prompts' = '2', 'coalesce-max-delay' = '5 s', 'timeout' = '5 s' | increase 'timeout'
            'additional-properties' = '[1]'     | Option 'additional-properties' is not a JSON object
            'additional-properties' = '{"a":'   | Option 'additional-properties' is not a JSON object
            'api-key-file' = '/k', 'api-key-env' = 'K' | set one of them
            'max-tokenz' = '5'                  | max-tokenz
            """)
    void aWrongOptionIsNamedWhenTheQueryIsPlanned(String option, String message) {
        createModel("completion STRING", "http://localhost:1/v1", option);

        assertThatThrownBy(
                        () -> tables.explainSql("SELECT * FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt))"))
                .hasStackTraceContaining(message)
                .satisfies(failure -> assertThat(failure).message().doesNotContain("sk-plain"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            completion INT                         | declare its first column, the completion, as nullable STRING
            completion STRING NOT NULL             | declare its first column, the completion, as nullable STRING
            completion STRING, mood STRING         | which this provider cannot fill
            completion STRING, finish_reason INT   | which this provider cannot fill
            completion STRING, total_tokens BIGINT | not of each of its prompts
            """)
    void aWrongColumnIsNamedWhenTheQueryIsPlanned(String output, String message) {
        createModel(output, "http://localhost:1/v1", "'coalesce-max-prompts' = '2'");

        assertThatThrownBy(
                        () -> tables.explainSql("SELECT * FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt))"))
                .hasStackTraceContaining(message);
    }

    @Test
    void aProfilesNameHasHyphens() {
        createModel("completion STRING", "http://localhost:1/v1", "'profile' = 'llama-cpp'");

        assertThat(tables.explainSql("SELECT * FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt))"))
                .contains("MLPredict");
    }

    @Test
    void theTimeoutOfTheQueryBoundsThatOfTheModel() {
        createModel("completion STRING", "http://localhost:1/v1", "'timeout' = '20 s'");

        assertThatThrownBy(
                        () -> tables.explainSql("SELECT * FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt),"
                                + " MAP['timeout', '10 s'])"))
                .hasStackTraceContaining("Option 'timeout' is PT20S, but ML_PREDICT fails the job after PT10S");
    }
}
