// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.CompletionChunk;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the signals of one stream to the page, and the page's demand and cancellation to the stream.
 *
 * <p>Chunks arrive on any event loop; all state belongs to the context of the session.
 */
final class StreamRelay implements Flow.Subscriber<CompletionChunk> {

    /** More would let the server run ahead of a page that does not read. */
    private static final int MAX_DEMAND = 256;

    private enum State {
        /** Demand is collected until there is a subscription. */
        WAITING,
        SUBSCRIBED,
        /** After the last signal or a cancel: nothing is passed on. */
        ENDED
    }

    private final Context context;
    private final boolean withIds;
    private final Consumer<JsonObject> page;
    private final long start = System.nanoTime();
    private State state = State.WAITING;
    private Flow.@Nullable Subscription subscription;
    private int earlyDemand;
    private long endTime;

    /**
     * Creates a relay, whose time starts now.
     *
     * @param context the context of the session
     * @param withIds whether token ids are passed on
     * @param page receives messages, on the context
     */
    StreamRelay(Context context, boolean withIds, Consumer<JsonObject> page) {
        this.context = context;
        this.withIds = withIds;
        this.page = page;
    }

    /** Requests chunks for the page. Called on the context. */
    void request(int chunks) {
        int demand = Math.max(0, Math.min(chunks, MAX_DEMAND));
        if (state == State.WAITING) {
            earlyDemand = Math.min(MAX_DEMAND, earlyDemand + demand);
        } else if (state == State.SUBSCRIBED && subscription != null && demand > 0) {
            subscription.request(demand);
        }
    }

    /** Cancels the stream for the page, or since the page has gone. Called on the context. */
    void cancel() {
        enter(State.ENDED);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Returns whether the stream was cancelled or has ended. Called on the context. */
    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Returns when it ended, by {@link System#nanoTime()}. Called on the context. */
    long endTime() {
        return endTime;
    }

    private void enter(State next) {
        state = next;
        if (next == State.ENDED) {
            endTime = System.nanoTime();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
        context.runOnContext(unused -> {
            subscription = subscribed;
            if (state == State.ENDED) {
                subscribed.cancel();
                return;
            }
            state = State.SUBSCRIBED;
            if (earlyDemand > 0) {
                subscribed.request(earlyDemand);
            }
        });
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        pass("next", ChunkMessage.of(chunk, withIds), State.SUBSCRIBED);
    }

    @Override
    public void onComplete() {
        pass("complete", new JsonObject(), State.ENDED);
    }

    @Override
    public void onError(Throwable failure) {
        pass("error", FailureMessage.of(failure), State.ENDED);
    }

    /** Adds the time at which the signal arrived here, in milliseconds since the start. */
    private void pass(String type, JsonObject message, State next) {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        JsonObject timed = message.put("type", type).put("time", micros / 1000.0);
        context.runOnContext(unused -> {
            if (state != State.ENDED) {
                enter(next);
                page.accept(timed);
            }
        });
    }
}
