// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.quarkus;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

/** Answers with server-sent events, one for each chunk of the completion. */
@Path("/complete")
public class CompletionsResource {

    /** A server that only passes chunks on has no use for the text so far. */
    private static final CallOptions OPTIONS =
            CallOptions.builder().keepText(false).build();

    private final CompletionsClient client;
    private final Sse sse;

    CompletionsResource(CompletionsClient client, Sse sse) {
        this.client = client;
        this.sse = sse;
    }

    /** Quarkus cancels the stream when the browser leaves, and requests a chunk when the one before is written. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> complete(@RestQuery String prompt) {
        if (prompt == null) {
            throw new BadRequestException("The parameter \"prompt\" is missing");
        }
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt(prompt)
                .maxTokens(4_000)
                .build();
        return Multi.createFrom()
                .publisher(client.stream(request, OPTIONS))
                .map(chunk -> text(chunk.text()))
                .onCompletion()
                .continueWith(named("end"))
                .onFailure(CompletionsClientException.class)
                .recoverWithItem(() -> named("failure"));
    }

    /** JSON, since the line breaks of tokens would be lost otherwise. */
    private OutboundSseEvent text(String text) {
        return sse.newEventBuilder()
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(Map.of("text", text))
                .build();
    }

    /** Marks the end, since a browser would reconnect after a connection that only closes. */
    private OutboundSseEvent named(String event) {
        return sse.newEventBuilder().name(event).data("{}").build();
    }
}
