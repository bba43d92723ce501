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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallSenderTest {

    private static final Completion COMPLETION =
            new Completion("c-1", "text_completion", 1, "m", List.of(), null, null, Map.of(), ResponseInfo.unknown());

    private final Queue<CompletableFuture<Completion>> futures = new ArrayDeque<>();
    private final List<Result> results = new ArrayList<>();

    private record Result(BatchCall call, @Nullable Throwable failure) {}

    private static BatchCall call(long place) {
        CompletionRequest request = CompletionRequest.builder().model("m").build();
        return BatchCall.of(new PendingRequest(place, 1, "r" + place, 0, request));
    }

    private static List<BrokenFuture> brokenFutures() {
        return List.of(new BrokenFuture(), new FutureThatThrowsLate());
    }

    @ParameterizedTest
    @MethodSource("brokenFutures")
    void aCallThatCannotFollowFailsAlone(BrokenFuture broken) {
        CompletableFuture<Completion> first = new CompletableFuture<>();
        futures.addAll(List.of(first, broken, new CompletableFuture<>()));
        BatchCall answered = call(0);
        BatchCall failed = call(1);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            CallSender sender = sender(server);
            sender.send(answered);
            sender.follow(failed);

            first.complete(COMPLETION);
            assertThat(sender.inFlight()).isZero();
            // Its lane is free.
            sender.send(call(2));
            assertThat(sender.inFlight()).isOne();
        }

        assertThat(results).containsExactlyInAnyOrder(new Result(answered, null), new Result(failed, broken.failure));
        assertThat(broken).isCancelled();
    }

    @ParameterizedTest
    @MethodSource("brokenFutures")
    void aCallThatCannotBeObservedFails(BrokenFuture broken) {
        futures.add(broken);
        BatchCall failed = call(0);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            CallSender sender = sender(server);

            sender.send(failed);

            assertThat(sender.inFlight()).isZero();
        }

        assertThat(results).containsExactly(new Result(failed, broken.failure));
        assertThat(broken).isCancelled();
    }

    @Test
    void keepsAnInterruptOfTheThreadOfAClient() {
        futures.add(new BrokenFuture());
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            CallSender sender = sender(server);
            Thread.currentThread().interrupt();

            sender.send(call(0));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private CallSender sender(ScriptedServer server) {
        CallSender sender = new CallSender(
                new FailingClient(server.client, request -> futures.poll()),
                CallOptions.none(),
                new ManualTime(),
                (call, completion, failure, endedAt) -> results.add(new Result(call, failure)));
        sender.update(2, 0, 0);
        return sender;
    }

    private static class BrokenFuture extends CompletableFuture<Completion> {

        final Error failure = new AssertionError("of the test");

        @Override
        public CompletableFuture<Completion> whenComplete(BiConsumer<? super Completion, ? super Throwable> action) {
            throw failure;
        }
    }

    private static final class FutureThatThrowsLate extends BrokenFuture {

        @Override
        public CompletableFuture<Completion> whenComplete(BiConsumer<? super Completion, ? super Throwable> action) {
            var unused = handle((completion, failure) -> {
                action.accept(completion, failure);
                return completion;
            });
            return super.whenComplete(action);
        }
    }
}
