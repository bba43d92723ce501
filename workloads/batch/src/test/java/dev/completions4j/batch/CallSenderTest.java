// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.ResponseInfo;
import dev.completions4j.testkit.ManualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class CallSenderTest {

    private static final Completion COMPLETION =
            new Completion("c-1", "text_completion", 1, "m", List.of(), null, null, Map.of(), ResponseInfo.unknown());

    private final Queue<CompletableFuture<Completion>> futures = new ArrayDeque<>();
    private final List<BatchCall> results = new ArrayList<>();

    private static BatchCall call(long place) {
        CompletionRequest request = CompletionRequest.builder().model("m").build();
        return BatchCall.of(new PendingRequest(place, 1, "r" + place, 0, request));
    }

    @Test
    void reportsAnAnswerEvenIfTheCallThatFollowsThrows() {
        CompletableFuture<Completion> first = new CompletableFuture<>();
        futures.add(first);
        futures.add(new BrokenFuture());
        BatchCall answered = call(0);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            CallSender sender = new CallSender(
                    new FailingClient(server.client, futures::poll),
                    CallOptions.none(),
                    new ManualTime(),
                    (call, completion, failure, endedAt) -> results.add(call));
            sender.update(2, 0, 0);
            sender.send(answered);
            sender.follow(call(1));

            first.complete(COMPLETION);
        }

        assertThat(results).containsExactly(answered);
    }

    private static final class BrokenFuture extends CompletableFuture<Completion> {

        @Override
        public CompletableFuture<Completion> whenComplete(BiConsumer<? super Completion, ? super Throwable> action) {
            throw new AssertionError("of the test");
        }
    }
}
