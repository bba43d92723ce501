// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Tests the program as a user runs it. */
class CompleteTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Complete.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static LoopbackServer documentedServer() {
        return LoopbackServer.serving(FakeModel.builder()
                .source((prompt, seed, choice) -> "\n\nThis is indeed a test")
                .build());
    }

    @Test
    void streamsTheDocumentedExample() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(run("Say this is a test", "--max-tokens", "7", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(out.toString())
                .startsWith("\n\nThis is indeed a test" + System.lineSeparator())
                .containsPattern("\\(5 prompt \\+ 7 completion = 12 tokens; first token after .* s, .* tokens/s\\)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void printsTheTextWithoutStreaming() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(run("Say this is a test", "--no-stream", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(out.toString()).contains("This is indeed a test").contains("(5 prompt + 7 completion = 12 tokens;");
    }

    @Test
    void labelsTheChoices() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> "text of choice " + choice)
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            assertThat(run("p", "--n", "3", "--base-url", server.baseUrl())).isZero();
        }

        assertThat(out.toString().lines())
                .startsWith("[0] text of choice 0", "[1] text of choice 1", "[2] text of choice 2");
    }

    @Test
    void printsLogprobs() {
        try (LoopbackServer server = documentedServer()) {
            assertThat(run("p", "--logprobs", "2", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(out.toString()).containsPattern("\" indeed\" +-[0-9.]+ +\\{\" indeed\" -[0-9.]+, ");
    }

    @Test
    void reportsThatItUsesTheFakeModel() {
        assertThat(run("Say this is a test", "--max-tokens", "1")).isZero();

        assertThat(out.toString()).startsWith("(No base URL is set; a fake model answers.)");
    }

    @Test
    void printsHelp() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains("--model", "--max-tokens", "--n=", "--no-stream", "--logprobs", "--base-url", "--transport")
                .contains("OPENAI_API_KEY");
    }

    @Test
    void reportsAnUnknownOptionInOneLine() {
        assertThat(run("p", "--nonsense")).isEqualTo(2);

        assertErrorLine("Unknown option: '--nonsense'; see --help");
    }

    @Test
    void reportsAMissingPrompt() {
        assertThat(run()).isEqualTo(2);

        assertErrorLine("Missing required parameter: 'PROMPT'; see --help");
    }

    @Test
    void reportsAnUnreachableServerInOneLine() {
        try (ClosedPort port = new ClosedPort()) {
            assertThat(run("p", "--base-url", port.baseUrl())).isEqualTo(1);

            assertErrorLine("127.0.0.1:" + port.number());
        }
    }

    @Test
    void reportsAWrongKeyInOneLine() {
        FakeEndpoint endpoint = FakeEndpoint.of(FakeModel.builder().build()).requiringKey("sk-right");
        try (LoopbackServer server = LoopbackServer.running(endpoint)) {
            assertThat(run("p", "--base-url", server.baseUrl())).isEqualTo(1);
        }

        assertErrorLine("401, AUTHENTICATION: Incorrect API key provided");
    }

    @Test
    void reportsAMissingTransportInOneLine() {
        assertThat(run("p", "--transport", "carrier-pigeon")).isEqualTo(1);

        assertErrorLine("No transport is named 'carrier-pigeon'");
    }

    private void assertErrorLine(String part) {
        assertThat(err.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("complete: ").contains(part));
    }
}
