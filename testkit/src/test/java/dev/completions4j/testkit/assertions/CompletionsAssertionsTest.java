// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import static dev.completions4j.testkit.assertions.CompletionsAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.transport.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CompletionsAssertionsTest {

    private static final ReceivedRequest REQUEST = new ReceivedRequest(
            "POST",
            "/v1/completions?x=y",
            HttpHeaders.builder().add("X-Team", "blue").build(),
            UTF_8.encode("{\"prompt\": \"100 % salt\", \"n\": 2}"));

    @Test
    void assertsRequests() {
        assertThat(REQUEST)
                .hasMethod("POST")
                .hasPath("/v1/completions")
                .hasHeader("x-team", "blue")
                .hasNoHeader("Authorization")
                .hasJson("/prompt", "100 % salt")
                .hasJson("/n", 2)
                .hasNoJson("/stream");
    }

    @Test
    void failuresDescribeTheRequest() {
        assertFails(() -> assertThat(REQUEST).hasJson("/prompt", "Hello"), """
                        Expected a request
                          with /prompt = "Hello"
                        but /prompt is "100 % salt", in
                          POST /v1/completions {"prompt": "100 % salt", "n": 2}""");
        assertFails(() -> assertThat(REQUEST).hasPath("/v1/models"), "the path is /v1/completions");
        assertFails(() -> assertThat(REQUEST).hasHeader("X-Team", "red"), "the header X-Team is blue");
        assertFails(() -> assertThat(REQUEST).hasNoHeader("X-Team"), "the header X-Team is blue");
        assertFails(() -> assertThat(REQUEST).hasNoJson("/n"), "/n is 2");
        assertFails(() -> assertThat(REQUEST).hasNoJson(""), "the body is {");
    }

    @Test
    void assertsStreams() {
        RecordingSubscriber subscriber = subscribed();
        subscriber.onNext(chunk("Hel"));
        assertThat(subscriber).hasNotEnded().hasChunks(1);
        subscriber.onNext(chunk("lo"));
        subscriber.onComplete();

        assertThat(subscriber).hasTexts("Hel", "lo").hasText("Hello").hasCompleted();
    }

    @Test
    void assertsFailures() {
        RecordingSubscriber subscriber = subscribed();
        subscriber.onError(new IllegalStateException("cut"));

        assertThat(subscriber).hasFailedWith(IllegalStateException.class).hasMessage("cut");
    }

    @Test
    void failuresDescribeTheStream() {
        RecordingSubscriber subscriber = subscribed();
        subscriber.onNext(chunk("Hel"));
        assertFails(() -> assertThat(subscriber).hasCompleted(), """
                        Expected a completed stream
                        but the stream has not ended after 1 chunks with the texts [Hel]""");
        subscriber.onError(new IllegalStateException("cut"));

        assertFails(() -> assertThat(subscriber).hasText("Hello"), """
                        Expected the text
                          "Hello"
                        but the stream failed with java.lang.IllegalStateException: cut after 1 chunks with the texts \
                        [Hel]""");
        assertFails(() -> assertThat(subscriber).hasCompleted(), "the stream failed with");
        assertFails(() -> assertThat(subscriber).hasNotEnded(), "the stream failed with");
        assertFails(
                () -> assertThat(subscriber).hasFailedWith(IllegalArgumentException.class),
                "has failed with IllegalArgumentException");
    }

    @Test
    void everyAssertionFailsForViolations() {
        RecordingSubscriber subscriber = subscribed();
        subscriber.onComplete();
        subscriber.onNext(chunk("late"));

        assertFails(() -> assertThat(subscriber).hasCompleted(), "onNext after the end");
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .withMessageContaining(message.replace("\n", System.lineSeparator()));
    }

    private static RecordingSubscriber subscribed() {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long chunks) {}

            @Override
            public void cancel() {}
        });
        return subscriber;
    }

    private static CompletionChunk chunk(String text) {
        Choice choice = new Choice(0, text, null);
        return new CompletionChunk("", "", 0, "", List.of(choice), null, null, Map.of(), ResponseInfo.unknown());
    }
}
