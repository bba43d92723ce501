// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.Timeout;
import dev.completions4j.tests.soak.Plans.CallPlan;
import dev.completions4j.tests.soak.Plans.CallerAction;
import dev.completions4j.tests.soak.Plans.Form;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the soak test, from its start to its end. */
final class SoakCall {

    /**
     * How a call ended.
     *
     * @param text the text that the caller received
     * @param elapsed the time since its start
     */
    record End(
            String outcome,
            String text,
            Duration elapsed,
            @Nullable Throwable failure) {}

    private final long id;
    private final CallPlan plan;
    private final ScheduledExecutorService timer;
    private final Consumer<End> whenEnded;
    private final long start = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger terminals = new AtomicInteger();

    /** Guarded by itself. */
    private final StringBuilder text = new StringBuilder();

    private volatile @Nullable String misbehavior;

    SoakCall(long id, CallPlan plan, ScheduledExecutorService timer, Consumer<End> whenEnded) {
        this.id = id;
        this.plan = plan;
        this.timer = timer;
        this.whenEnded = whenEnded;
    }

    long id() {
        return id;
    }

    CallPlan plan() {
        return plan;
    }

    /** Describes the violated rule of publishers; returns null if there is none. */
    @Nullable String misbehavior() {
        return misbehavior;
    }

    void start(CompletionsClient client) {
        CompletionRequest request =
                CompletionRequest.builder().model("m").prompt(Long.toString(id)).build();
        CallOptions options = CallOptions.builder()
                .timeout(Timeout.TOTAL, plan.total())
                .timeout(Timeout.RESPONSE_HEADERS, plan.silence())
                .timeout(Timeout.READ_IDLE, plan.silence())
                .build();
        switch (plan.form()) {
            case COMPLETE -> await(client.complete(request, options).thenAccept(completion -> add(completion.text())));
            case COLLECT ->
                await(client.stream(request, options).collect().thenAccept(completion -> add(completion.text())));
            case FOR_EACH -> await(client.stream(request, options).forEach(this::add));
            case SUBSCRIBE -> client.stream(request, options).subscribe(new Subscriber());
        }
    }

    private void await(CompletableFuture<?> future) {
        if (plan.callerAction() == CallerAction.CANCEL) {
            var unused = timer.schedule(() -> future.cancel(true), plan.delayMillis(), TimeUnit.MILLISECONDS);
        }
        var unused = future.whenComplete((result, failure) -> terminate(failure));
    }

    private void add(CompletionChunk chunk) {
        if (terminals.get() > 0 && plan.callerAction() != CallerAction.CANCEL) {
            misbehavior = "a chunk after the end";
        }
        add(chunk.text());
    }

    private void add(String more) {
        synchronized (text) {
            text.append(more);
        }
    }

    private void terminate(@Nullable Throwable failure) {
        if (terminals.incrementAndGet() > 1) {
            misbehavior = "more than one end";
        }
        end(failure, Outcomes.of(failure));
    }

    private void end(@Nullable Throwable failure, String outcome) {
        if (ended.compareAndSet(false, true)) {
            String got;
            synchronized (text) {
                got = text.toString();
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            // Forms that do not expose the text before the end have it in the failure.
            if (got.isEmpty() && cause instanceof CompletionsClientException ours && ours.partial() != null) {
                got = ours.partial().text();
            }
            whenEnded.accept(new End(outcome, got, Duration.ofNanos(System.nanoTime() - start), cause));
        }
    }

    /** Requests chunks as its plan specifies. */
    private final class Subscriber implements Flow.Subscriber<CompletionChunk> {

        private final AtomicInteger subscriptions = new AtomicInteger();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            if (subscriptions.incrementAndGet() > 1) {
                misbehavior = "more than one subscription";
            }
            if (plan.callerAction() == CallerAction.CANCEL) {
                var unused = timer.schedule(() -> cancel(subscription), plan.delayMillis(), TimeUnit.MILLISECONDS);
            }
            if (plan.callerAction() == CallerAction.READ_SLOWLY) {
                requestOneByOne(subscription);
            } else {
                subscription.request(Long.MAX_VALUE);
            }
        }

        private void cancel(Flow.Subscription subscription) {
            subscription.cancel();
            end(null, Outcomes.CANCELLED);
        }

        private void requestOneByOne(Flow.Subscription subscription) {
            if (!ended.get()) {
                subscription.request(1);
                var unused = timer.schedule(
                        () -> requestOneByOne(subscription), 1 + plan.delayMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            add(chunk);
        }

        @Override
        public void onError(Throwable failure) {
            terminate(failure);
        }

        @Override
        public void onComplete() {
            terminate(null);
        }
    }

    @Override
    public String toString() {
        return "call " + id + " (" + plan.form() + ", " + plan.callerAction()
                + (plan.form() == Form.COMPLETE ? "" : ", streamed") + ")";
    }
}
