// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;

/** Data that servers send, and a client to receive it. */
final class Wire {

    static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Say this is a test").build();

    static final String DOCUMENTED = """
            {"id": "cmpl-1", "object": "text_completion", "created": 1589478378, "model": "m",
             "system_fingerprint": "fp_1",
             "choices": [{"text": "\\n\\nThis is indeed a test", "index": 0, "logprobs": null, "finish_reason": "length"}],
             "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}
            """;

    private Wire() {}

    /** Returns a valid completion. */
    static Completion completion() {
        FakeTransport transport = new FakeTransport();
        try (CompletionsClient client = client(transport)) {
            var completion = client.complete(REQUEST);
            answer(transport.next(), 200, DOCUMENTED);
            return completion.join();
        }
    }

    static CompletionsClient client(FakeTransport transport) {
        return CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl("http://localhost:8000")
                .apiKey("sk-secret")
                .transport(transport)
                .scheduler(new ManualTime())
                .build();
    }

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String chunk(int index, String text) {
        return chunk(index, text, "null");
    }

    static String lastChunk(int index, String text) {
        return chunk(index, text, "\"stop\"");
    }

    private static String chunk(int index, String text, String finishReason) {
        return event("""
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "choices": \
                [{"text": "%s", "index": %d, "logprobs": null, "finish_reason": %s}]}""".formatted(text, index, finishReason));
    }

    static final String DONE = event("[DONE]");

    static void answer(FakeExchange exchange, int status, String json) {
        exchange.head(status, "application/json");
        exchange.data(json);
        exchange.complete();
    }

    static void beginStream(FakeExchange exchange) {
        exchange.head(200, "text/event-stream; charset=utf-8");
    }

    static void fail(FakeExchange exchange, TransportException.Kind kind) {
        exchange.fail(kind, RequestProgress.HEAD_RECEIVED);
    }
}
