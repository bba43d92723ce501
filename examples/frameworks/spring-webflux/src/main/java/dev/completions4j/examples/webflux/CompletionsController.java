// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.webflux;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** Answers with server-sent events, one for each chunk of the completion. */
@RestController
class CompletionsController {

    /** A server that only passes chunks on has no use for the text so far. */
    private static final CallOptions OPTIONS =
            CallOptions.builder().keepText(false).build();

    private final CompletionsClient client;

    CompletionsController(CompletionsClient client) {
        this.client = client;
    }

    /** WebFlux cancels the stream when the browser leaves, and requests no more chunks than it can write. */
    @GetMapping(path = "/complete", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Map<String, String>>> complete(@RequestParam String prompt) {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt(prompt)
                .maxTokens(4_000)
                .build();
        Flux<CompletionChunk> chunks = JdkFlowAdapter.flowPublisherToFlux(client.stream(request, OPTIONS));
        return chunks.map(CompletionsController::text)
                .concatWithValues(named("end"))
                .onErrorResume(CompletionsClientException.class, failure -> Flux.just(named("failure")));
    }

    /** JSON, since the line breaks and leading spaces of tokens would be lost otherwise. */
    private static ServerSentEvent<Map<String, String>> text(CompletionChunk chunk) {
        return ServerSentEvent.builder(Map.of("text", chunk.text())).build();
    }

    /** Marks the end, since a browser would reconnect after a connection that only closes. */
    private static ServerSentEvent<Map<String, String>> named(String event) {
        return ServerSentEvent.builder(Map.<String, String>of()).event(event).build();
    }
}
