package dev.completions4j.tests;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.FakeModel;
import dev.completions4j.testkit.LoopbackServer;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams, checked by their own test kit on streams from a real socket. */
abstract class CompletionStreamVerification extends FlowPublisherVerification<CompletionChunk> {

    private static final long SIGNAL_TIMEOUT_MILLIS = 10_000;
    private static final long SILENCE_TIMEOUT_MILLIS = 50;
    private static final int MAX_CHUNKS = 5_000;

    private final LoopbackServer server = LoopbackServer.serving(FakeModel.builder()
            .source((prompt, seed, choice) -> " a".repeat(2 * MAX_CHUNKS))
            .build());
    private final CompletionsClient client;
    private final CompletionsClient closedClient;

    CompletionStreamVerification(String transport) {
        super(new TestEnvironment(SIGNAL_TIMEOUT_MILLIS, SILENCE_TIMEOUT_MILLIS));
        client = client(transport);
        closedClient = client(transport);
        closedClient.close();
    }

    private CompletionsClient client(String transport) {
        return CompletionsClient.builder()
                .baseUrl(server.baseUrl())
                .transport(transport)
                .build();
    }

    @AfterClass
    void close() {
        client.close();
        server.close();
    }

    @Override
    public long maxElementsFromPublisher() {
        return MAX_CHUNKS;
    }

    /** The model sends a chunk for each token. */
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
