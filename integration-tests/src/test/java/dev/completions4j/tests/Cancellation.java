// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A way to cancel a call, and what its caller then observes. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are immutable, and the lambdas are stateless.
enum Cancellation {
    CANCEL_SUBSCRIPTION(
            Handle.SUBSCRIPTION, List.of(), call -> call.subscription().cancel()),
    CANCEL_SUBSCRIPTION_TWICE(Handle.SUBSCRIPTION, List.of(), call -> {
        call.subscription().cancel();
        call.subscription().cancel();
    }),
    CANCEL_SUBSCRIPTION_ON_OTHER_THREAD(
            Handle.SUBSCRIPTION,
            List.of(),
            call -> onOtherThread(() -> call.subscription().cancel())),
    CANCEL(Handle.FUTURE, Outcome.CANCELLED, call -> call.future().cancel(false)),
    CANCEL_INTERRUPTING(Handle.FUTURE, Outcome.CANCELLED, call -> call.future().cancel(true)),
    CANCEL_TWICE(Handle.FUTURE, Outcome.CANCELLED, call -> {
        call.future().cancel(false);
        call.future().cancel(false);
    }),
    CANCEL_ON_OTHER_THREAD(
            Handle.FUTURE,
            Outcome.CANCELLED,
            call -> onOtherThread(() -> call.future().cancel(false))),
    CANCEL_DERIVED(
            Handle.FUTURE,
            Outcome.CANCELLED,
            call -> call.future().thenApply(result -> "derived").cancel(false)),
    TIME_OUT(Handle.FUTURE, List.of(Signals.error("TimeoutException")), call -> {
        CompletableFuture<?> timed = call.future().orTimeout(1, TimeUnit.NANOSECONDS);
        // Not with a stage of the call's future, for which an I/O thread cannot wait.
        CompletableFuture<String> over = new CompletableFuture<>();
        var unused = timed.whenComplete((result, failure) -> over.complete("over"));
        join(over);
    }),
    COMPLETE_EXPLICITLY(Handle.FUTURE, List.of(Signals.complete()), call -> completeExplicitly(call.future())),
    FAIL_EXPLICITLY(
            Handle.FUTURE,
            List.of(Signals.error("IllegalStateException")),
            call -> call.future().completeExceptionally(new IllegalStateException("explicitly"))),
    CLOSE(Handle.CLIENT, Outcome.CLOSED, call -> call.client().close()),
    CLOSE_TWICE(Handle.CLIENT, Outcome.CLOSED, call -> {
        call.client().close();
        call.client().close();
    }),
    CLOSE_ON_OTHER_THREAD(
            Handle.CLIENT,
            Outcome.CLOSED,
            call -> onOtherThread(() -> call.client().close()));

    /** The object to cancel with. */
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
    private final Consumer<CallInFlight> action;

    Cancellation(Handle handle, List<String> outcome, Consumer<CallInFlight> action) {
        this.handle = handle;
        this.outcome = outcome;
        this.action = action;
    }

    /** Returns whether the caller has that handle. */
    boolean supports(CallForm form) {
        return switch (handle) {
            case SUBSCRIPTION -> form == CallForm.SUBSCRIBE;
            case FUTURE -> form != CallForm.SUBSCRIBE;
            case CLIENT -> true;
        };
    }

    boolean closesClient() {
        return handle == Handle.CLIENT;
    }

    /** Returns the signals that the caller of a call that is cancelled before its end observes. */
    List<String> outcome() {
        return outcome;
    }

    void apply(CallInFlight call) {
        action.accept(call);
    }

    private static void onOtherThread(Runnable action) {
        CompletableFuture<String> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            action.run();
            done.complete("done");
        });
        thread.setDaemon(true);
        thread.start();
        join(done);
    }

    private static <T extends @Nullable Object> void completeExplicitly(CompletableFuture<T> future) {
        @SuppressWarnings("unchecked")
        CompletableFuture<String> open = (CompletableFuture<String>) (CompletableFuture<?>) future;
        open.complete("explicitly");
    }
}
