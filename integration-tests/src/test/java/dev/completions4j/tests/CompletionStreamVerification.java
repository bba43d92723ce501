// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams, verified by its TCK. */
abstract class CompletionStreamVerification extends FlowPublisherVerification<CompletionChunk> {

    static final int MAX_CHUNKS = 5_000;

    private static final long SIGNAL_TIMEOUT_MILLIS = 10_000;
    private static final long SILENCE_TIMEOUT_MILLIS = 50;
    private static final long POLL_MILLIS = 10;

    private final CompletionsClient client;
    private final CompletionsClient closedClient;

    /** @param builder a builder of clients whose server responds with a chunk for each token */
    CompletionStreamVerification(CompletionsClient.Builder builder) {
        super(new TestEnvironment(SIGNAL_TIMEOUT_MILLIS, SILENCE_TIMEOUT_MILLIS, POLL_MILLIS));
        client = builder.build();
        closedClient = builder.build();
        closedClient.close();
    }

    @AfterClass
    void closeClient() {
        client.close();
    }

    @Override
    public long maxElementsFromPublisher() {
        return MAX_CHUNKS;
    }

    @Override
    public Flow.Publisher<CompletionChunk> createFlowPublisher(long elements) {
        return client.stream(request(elements));
    }

    @Override
    public Flow.Publisher<CompletionChunk> createFailedFlowPublisher() {
        return closedClient.stream(request(1));
    }

    private static CompletionRequest request(long tokens) {
        return CompletionRequest.builder()
                .model("m")
                .prompt("p")
                .maxTokens(Math.toIntExact(Math.min(tokens, MAX_CHUNKS)))
                .build();
    }
}
