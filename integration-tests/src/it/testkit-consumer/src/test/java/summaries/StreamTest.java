// SPDX-License-Identifier: Apache-2.0
package summaries;

import static dev.completions4j.testkit.assertions.CompletionsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.junit.CompletionsExtension;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests streams directly, with fixtures as parameters. */
@ExtendWith(CompletionsExtension.class)
class StreamTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    // snippet: subscriber
    @Test
    void receivesOnlyWhatItRequested(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").inBuffersOf(1));
        RecordingSubscriber subscriber = new RecordingSubscriber(2);
        client.stream(REQUEST).subscribe(subscriber);
        assertThat(subscriber).hasTexts("a", "b").hasNotEnded();

        subscriber.request(2);
        assertThat(subscriber).hasText("abc").hasCompleted();
    }
    // end

    // snippet: model
    @Test
    void arrivesAtTheModelsPace(CompletionsClient client, FakeTransport transport, ManualTime time) {
        FakeModel model =
                FakeModel.builder().source(TextSource.fixed("It rained.")).build();
        transport.always(RequestPattern.any(), FakeEndpoint.of(model).withTokenInterval(Duration.ofMillis(20)));
        RecordingSubscriber subscriber = new RecordingSubscriber();
        client.stream(REQUEST).subscribe(subscriber);

        time.advance(Duration.ofMillis(40));
        assertThat(subscriber).hasTexts("It", " rained").hasNotEnded();

        time.advance(Duration.ofMillis(40));
        assertThat(subscriber).hasText("It rained.").hasCompleted();
    }
    // end

    @Test
    void providesABuilderForOtherSettings(CompletionsClient.Builder builder, FakeTransport transport) {
        transport.expect(RequestPattern.any().header("Authorization", "Bearer k"), FakeReply.completion("a"));
        try (CompletionsClient client = builder.apiKey("k").build()) {
            assertThat(client.complete(REQUEST)).isCompleted();
        }
    }
}
