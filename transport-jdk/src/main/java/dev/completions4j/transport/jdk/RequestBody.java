// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.RequestProgress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of an attempt, which also determines the request's progress.
 *
 * <p>The client reads the body when the connection is ready. It reveals neither whether a connection is new nor what it
 * has written. Until it has read a part of the body, no server has a complete request to process. A request without a
 * body is complete with its headers, and may be sent as soon as the client has it.
 *
 * <p>Safe for use by any thread.
 */
final class RequestBody implements BodyPublisher {

    private enum State {
        OFFERED,
        TAKEN,
        WITHHELD
    }

    private final BodyPublisher bytes;
    private final Runnable whenConnected;
    private final AtomicReference<State> state;

    /**
     * @param whenConnected runs when the client starts to read the body; never if there is none, or if it is withheld
     */
    RequestBody(ByteBuffer body, Runnable whenConnected) {
        byte[] copy = new byte[body.remaining()];
        body.get(copy);
        this.bytes = copy.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(copy);
        this.whenConnected = whenConnected;
        this.state = new AtomicReference<>(copy.length == 0 ? State.TAKEN : State.OFFERED);
    }

    /** Prevents the client from reading the body, and returns the progress so far. */
    RequestProgress withhold() {
        return state.compareAndExchange(State.OFFERED, State.WITHHELD) == State.TAKEN
                ? RequestProgress.MAYBE_SENT
                : RequestProgress.NOT_SENT;
    }

    @Override
    public long contentLength() {
        return bytes.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (state.get() != State.WITHHELD) {
            whenConnected.run();
        }
        bytes.subscribe(new Guard(subscriber));
    }

    /** Wraps the client's subscriber. */
    private final class Guard implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> client;

        Guard(Flow.Subscriber<? super ByteBuffer> client) {
            this.client = client;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            client.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer chunk) {
            if (state.compareAndExchange(State.OFFERED, State.TAKEN) == State.WITHHELD) {
                client.onError(new IOException("the request was cancelled"));
            } else {
                client.onNext(chunk);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            client.onError(thrown);
        }

        @Override
        public void onComplete() {
            client.onComplete();
        }
    }
}
