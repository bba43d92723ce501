// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A way to give up a call, and what its caller then observes. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are immutable, and the lambdas hold nothing.
enum Means {
    CANCEL_SUBSCRIPTION(
            Handle.SUBSCRIPTION, List.of(), call -> call.subscription().cancel()),
    CANCEL_SUBSCRIPTION_TWICE(Handle.SUBSCRIPTION, List.of(), call -> {
        call.subscription().cancel();
        call.subscription().cancel();
    }),
    CANCEL_SUBSCRIPTION_ELSEWHERE(
            Handle.SUBSCRIPTION,
            List.of(),
            call -> elsewhere(() -> call.subscription().cancel())),
    CANCEL(Handle.FUTURE, Outcome.CANCELLED, call -> call.future().cancel(false)),
    CANCEL_INTERRUPTING(Handle.FUTURE, Outcome.CANCELLED, call -> call.future().cancel(true)),
    CANCEL_TWICE(Handle.FUTURE, Outcome.CANCELLED, call -> {
        call.future().cancel(false);
        call.future().cancel(false);
    }),
    CANCEL_ELSEWHERE(
            Handle.FUTURE,
            Outcome.CANCELLED,
            call -> elsewhere(() -> call.future().cancel(false))),
    CANCEL_DERIVED(
            Handle.FUTURE,
            Outcome.CANCELLED,
            call -> call.future().thenApply(result -> "derived").cancel(false)),
    TIME_OUT(Handle.FUTURE, List.of(Signals.error("TimeoutException")), call -> {
        CompletableFuture<?> timed = call.future().orTimeout(1, TimeUnit.NANOSECONDS);
        // Not by a stage of the call's, for which an I/O thread cannot wait.
        CompletableFuture<String> over = new CompletableFuture<>();
        var unused = timed.whenComplete((result, failure) -> over.complete("over"));
        join(over);
    }),
    COMPLETE_BY_HAND(Handle.FUTURE, List.of(Signals.complete()), call -> completeByHand(call.future())),
    FAIL_BY_HAND(
            Handle.FUTURE,
            List.of(Signals.error("IllegalStateException")),
            call -> call.future().completeExceptionally(new IllegalStateException("by hand"))),
    CLOSE(Handle.CLIENT, Outcome.CLOSED, call -> call.client().close()),
    CLOSE_TWICE(Handle.CLIENT, Outcome.CLOSED, call -> {
        call.client().close();
        call.client().close();
    }),
    CLOSE_ELSEWHERE(
            Handle.CLIENT, Outcome.CLOSED, call -> elsewhere(() -> call.client().close()));

    /** What it is done to. */
    private enum Handle {
        SUBSCRIPTION,
        FUTURE,
        CLIENT
    }

    private static final class Outcome {
        static final List<String> CANCELLED = List.of(Signals.error("CancellationException"));
        static final List<String> CLOSED = List.of(Signals.error("ClientClosedException"));
    }

    private final Handle handle;
    private final List<String> outcome;
    private final Consumer<CallInFlight> giveUp;

    Means(Handle handle, List<String> outcome, Consumer<CallInFlight> giveUp) {
        this.handle = handle;
        this.outcome = outcome;
        this.giveUp = giveUp;
    }

    /** Whether the caller has what it takes. */
    boolean suits(CallForm form) {
        return switch (handle) {
            case SUBSCRIPTION -> form == CallForm.SUBSCRIBE;
            case FUTURE -> form != CallForm.SUBSCRIBE;
            case CLIENT -> true;
        };
    }

    boolean closesClient() {
        return handle == Handle.CLIENT;
    }

    /** What the caller of a call observes that is given up before its end. */
    List<String> outcome() {
        return outcome;
    }

    void giveUp(CallInFlight call) {
        giveUp.accept(call);
    }

    private static void elsewhere(Runnable action) {
        CompletableFuture<String> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            action.run();
            done.complete("done");
        });
        thread.setDaemon(true);
        thread.start();
        join(done);
    }

    private static <T extends @Nullable Object> void completeByHand(CompletableFuture<T> future) {
        @SuppressWarnings("unchecked")
        CompletableFuture<String> open = (CompletableFuture<String>) (CompletableFuture<?>) future;
        open.complete("by hand");
    }
}
