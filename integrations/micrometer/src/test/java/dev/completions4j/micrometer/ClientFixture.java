// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.observe.CallListener;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Creates clients over a fake transport, in manual time, that retry if the server is overloaded. */
final class ClientFixture implements AutoCloseable {

    static final Duration SECOND = Duration.ofSeconds(1);

    static final CompletionRequest REQUEST = CompletionRequest.builder()
            .model("asked-model")
            .prompt("A secret prompt")
            .build();

    static final FakeReply ANSWER = FakeReply.json("""
            {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "answering-model",
             "choices": [{"text": "A secret text", "index": 0, "logprobs": null, "finish_reason": "length"}],
             "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12,
                       "prompt_tokens_details": {"cached_tokens": 3}}}""");

    private final ManualTime time = new ManualTime();
    private final FakeTransport transport = new FakeTransport(time);
    private final ManualClock clock = new ManualClock(time);

    ManualClock clock() {
        return clock;
    }

    /** Returns a builder of a client with this listener and without plug-ins. */
    CompletionsClient.Builder builder(CallListener.Factory listener) {
        return builderWithPlugins().discoverPlugins(false).listener(listener);
    }

    CompletionsClient.Builder builderWithPlugins() {
        return CompletionsClient.builder()
                .baseUrl("http://model.example:8000")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run)
                .retryPolicy((attempt, failure) -> isOverloaded(failure) ? SECOND : null);
    }

    /** Scripts the replies to the next requests. */
    void expect(FakeReply first, FakeReply... more) {
        transport.expect(RequestPattern.any(), first, more);
    }

    void advance(Duration step) {
        time.advance(step);
    }

    /** Requests a non-streaming completion, which must complete immediately. */
    static void complete(CompletionsClient client, CompletionRequest request) {
        assertThat(client.complete(request)).isCompleted();
    }

    /** Starts a stream with unbounded demand. */
    static RecordingSubscriber subscribe(CompletionsClient client, CompletionRequest request) {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(request).subscribe(subscriber);
        return subscriber;
    }

    /** Returns the failure of a future that completed exceptionally. */
    static Throwable failure(CompletableFuture<?> failed) {
        assertThat(failed).isCompletedExceptionally();
        return failed.handle((result, failure) -> failure).join();
    }

    private static boolean isOverloaded(CompletionsClientException failure) {
        return failure instanceof ApiException api && api.kind() == ApiException.Kind.OVERLOADED;
    }

    @Override
    public void close() {
        transport.verify();
    }
}
