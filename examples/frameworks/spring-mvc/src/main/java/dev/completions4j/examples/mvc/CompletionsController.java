// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.mvc;

import dev.completions4j.CallOptions;
import dev.completions4j.ChunkIterator;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Answers with server-sent events, one for each chunk of the completion, on the request's virtual thread. */
@RestController
class CompletionsController {

    /** A server that only passes chunks on has no use for the text so far. */
    private static final CallOptions OPTIONS =
            CallOptions.builder().keepText(false).build();

    private final CompletionsClient client;
    private final JsonMapper json;

    CompletionsController(CompletionsClient client, JsonMapper json) {
        this.client = client;
        this.json = json;
    }

    /**
     * Blocks for as long as the stream takes.
     *
     * @throws IOException if the browser has left, which a servlet learns when it writes; the iterator then cancels the
     *     stream
     */
    @GetMapping("/complete")
    void complete(@RequestParam String prompt, HttpServletResponse response) throws IOException {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt(prompt)
                .maxTokens(4_000)
                .build();
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        OutputStream out = response.getOutputStream();
        try (ChunkIterator chunks = client.stream(request, OPTIONS).blockingIterator()) {
            while (chunks.hasNext()) {
                String text = chunks.next().text();
                send(out, "data: " + json.writeValueAsString(Map.of("text", text)) + "\n\n");
            }
            send(out, "event: end\ndata: {}\n\n");
        } catch (CompletionsClientException failure) {
            send(out, "event: failure\ndata: {}\n\n");
        }
    }

    private static void send(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
