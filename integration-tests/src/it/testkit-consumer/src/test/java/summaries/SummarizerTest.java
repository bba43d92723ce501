// SPDX-License-Identifier: Apache-2.0
package summaries;

import static dev.completions4j.testkit.assertions.CompletionsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallTimeoutException;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.junit.CompletionsExtension;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

// snippet: setup

@ExtendWith(CompletionsExtension.class)
class SummarizerTest {

    CompletionsClient client;
    FakeTransport transport;
    ManualTime time;
    Summarizer summarizer;

    @BeforeEach
    void createSummarizer() {
        summarizer = new Summarizer(client);
    }
    // end

    // snippet: unit
    @Test
    void requestsOneSentence() {
        transport.expect(RequestPattern.post("/v1/completions"), FakeReply.completion(" It rained.\n"));

        CompletableFuture<String> summary = summarizer.summarize("A long text.");

        assertThat(summary).isCompletedWithValue("It rained.");
        assertThat(transport.requests().get(0))
                .hasJson("/prompt", "In one sentence: A long text.")
                .hasJson("/max_tokens", 60)
                .hasNoJson("/stream");
    }
    // end

    // snippet: cut
    @Test
    void acceptsAPartialSummary() {
        transport.expect(
                RequestPattern.any().json("/stream", true),
                FakeReply.stream("It", " rained", " all day.").cutAfter(2));

        assertThat(summarizer.draft("A long text.")).isCompletedWithValue("It rained");
    }
    // end

    // snippet: timeout
    @Test
    void timesOutIfTheServerStalls() {
        transport.expect(
                RequestPattern.any(), FakeReply.stream("It", " rained.").hangAfter(1));
        List<String> screen = new ArrayList<>();
        CompletableFuture<?> shown = summarizer.show("A long text.", screen::add);
        assertThat(screen).containsExactly("It");
        assertThat(shown).isNotDone();

        time.advance(Duration.ofSeconds(60)); // the client's default between two bytes

        assertThat(shown)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(CallTimeoutException.class);
    }
    // end

    // snippet: retry
    @Test
    void respectsRetryAfter() {
        transport.expect(
                RequestPattern.any(),
                FakeReply.error(429, "Too many requests").header("Retry-After", "3"),
                FakeReply.completion("It rained."));

        CompletableFuture<String> summary = summarizer.summarize("A long text.");
        time.advance(Duration.ofMillis(2_999));
        assertThat(summary).isNotDone();
        time.advance(Duration.ofMillis(301)); // plus up to 10% jitter

        assertThat(summary).isCompletedWithValue("It rained.");
    }
    // end

    // snippet: cancel
    @Test
    void cancelsTheExchange() {
        transport.expect(
                RequestPattern.any(), FakeReply.stream("It", " rained.").every(Duration.ofSeconds(1)));
        List<String> screen = new ArrayList<>();
        CompletableFuture<?> shown = summarizer.show("A long text.", screen::add);
        time.advance(Duration.ofSeconds(1));

        shown.cancel(false);

        assertThat(transport.next()).isCancelled();
        assertThat(screen).containsExactly("It");
    }
    // end

    // snippet: driven
    @Test
    void showsEachWordAsItArrives() {
        List<String> screen = new ArrayList<>();
        CompletableFuture<?> shown = summarizer.show("A long text.", screen::add);

        FakeExchange exchange = transport.next();
        exchange.head(200, "text/event-stream");
        exchange.data("data: {\"choices\": [{\"index\": 0, \"text\": \"It\", \"finish_reason\": null}]}\n\n");
        assertThat(screen).containsExactly("It");

        exchange.data("data: {\"choices\": [{\"index\": 0, \"text\": \" rained.\", \"finish_reason\": \"stop\"}]}\n\n");
        exchange.data("data: [DONE]\n\n");
        exchange.complete();
        assertThat(shown).isCompleted();
    }
    // end
}
