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
 * The body of a request that is sent once, and the proof of how far it came.
 *
 * <p>The client takes the body after the connection is ready, and hides all else: whether a connection was new, whether
 * it wrote anything. As long as it has taken none of a body, no server has a whole request that it could act on. A
 * request without a body is whole with its head, and may be sent as soon as the client knows of it.
 *
 * <p>Safe for use by any number of threads.
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

    /** @param whenConnected run when the client begins with the body; never if there is none, or it is withheld */
    RequestBody(ByteBuffer body, Runnable whenConnected) {
        byte[] copy = new byte[body.remaining()];
        body.get(copy);
        this.bytes = copy.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(copy);
        this.whenConnected = whenConnected;
        this.state = new AtomicReference<>(copy.length == 0 ? State.TAKEN : State.OFFERED);
    }

    /** Lets the client take none of the body from now on, and says what it has taken before. */
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

    /** Stands before the client's subscriber. */
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
                client.onError(new IOException("the request is given up"));
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
