// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange: acquires a connection, sends the request, and calls the handler within its demand.
 *
 * <p>Confined to one event loop at a time; calls from other threads are dispatched to it. It moves to the event loop of
 * its connection. Data beyond the demand is held, and no more is read while data is held. The read-ahead is therefore
 * limited to the flow-control window, or one read over HTTP/1.1, and the end of the connection is detected without
 * demand.
 */
final class NettyExchange implements Exchange, ResponseSink {

    /** Null once the response has begun, when the request cannot be sent again. */
    private @Nullable TransportRequest request;

    private final Route route;
    private final Failures failures;
    private final SafeHandler handler;
    private final Connections connections;
    private final Consumer<NettyExchange> whenDone;

    private final Demand demand = new Demand();
    private final HeldContent held = new HeldContent();
    private RequestProgress progress = RequestProgress.NOT_SENT;
    private @Nullable Future<Connection> waiting;

    /** Null before the request is sent, and after the response has ended. */
    private @Nullable ResponseSource source;

    /** The handler's last call; null before the end. */
    private @Nullable Consumer<ResponseHandler> ending;

    /** Whether the request was sent again after it was not processed, which happens once at most. */
    private boolean replayed;

    private boolean inCall;

    /** Whether the handler was told of the start, and not yet of the end. */
    private boolean running;

    /** Whether {@link #close} follows, or has overtaken {@link #start}. */
    private volatile boolean closing;

    /** The event loop of the exchange: any one at first, then that of its connection. */
    private volatile EventLoop eventLoop;

    /** @param whenDone called once, after the last call of the handler */
    NettyExchange(
            TransportRequest request,
            Route route,
            ResponseHandler handler,
            Connections connections,
            EventLoop eventLoop,
            Consumer<NettyExchange> whenDone) {
        this.request = request;
        this.route = route;
        this.failures = new Failures(route);
        this.handler = new SafeHandler(handler);
        this.connections = connections;
        this.eventLoop = eventLoop;
        this.whenDone = whenDone;
    }

    /**
     * Starts the exchange. To be called on the event loop.
     *
     * @param taken a connection with a taken place; null to wait for one
     */
    void start(@Nullable Connection taken) {
        running = true;
        tell(each -> each.onStart(this));
        if (closing) {
            closeNow();
        }
        proceed(taken);
    }

    private void proceed(@Nullable Connection taken) {
        if (taken == null) {
            if (running) {
                waitForPlace();
            }
        } else if (!running || closing) {
            taken.giveBack();
        } else if (taken.isUsable()) {
            send(taken);
        } else {
            taken.giveBack();
            onClosedBefore(taken);
        }
    }

    /** Waits for another connection after one was closed before the request was sent. */
    private void onClosedBefore(Connection closed) {
        if (closed.info().reused()) {
            waitForPlace();
        } else {
            // The server may close every new connection, so that this counts as an attempt.
            onUnprocessed(closed.refusal());
        }
    }

    private void waitForPlace() {
        Future<Connection> place = connections.take(route, eventLoop);
        waiting = place;
        place.addListener(taken -> onPlace(place));
    }

    private void onPlace(Future<Connection> place) {
        waiting = null;
        if (place.isSuccess()) {
            moveTo(place.getNow());
        } else if (place.cause() instanceof TransportException failure) {
            onFailure(failure);
        }
    }

    private void moveTo(Connection connection) {
        eventLoop = connection.eventLoop();
        try {
            // Always deferred, since the connection may be processing the end of another exchange.
            eventLoop.execute(() -> proceed(connection));
        } catch (RejectedExecutionException e) {
            onFailure(failures.transportClosed(progress));
        }
    }

    private void send(Connection connection) {
        ConnectionInfo info = connection.info();
        tell(each -> each.onConnected(info));
        if (!running) {
            connection.giveBack();
            return;
        }
        try {
            connection.send(Objects.requireNonNull(request), this);
        } catch (Throwable e) {
            connection.giveBack();
            onFailure(failures.internal(e, progress));
        }
    }

    @Override
    public void onSend(ResponseSource opened) {
        progress = RequestProgress.MAYBE_SENT;
        source = opened;
    }

    @Override
    public void onHead(ResponseHead head) {
        progress = RequestProgress.HEAD_RECEIVED;
        request = null;
        tell(each -> each.onHead(head));
    }

    @Override
    public void onContent(ByteBuf content) {
        if (held.isEmpty() && demand.isPresent()) {
            lend(content);
        } else {
            held.add(content);
        }
    }

    @Override
    public void onReadComplete() {
        readOn();
    }

    @Override
    public void onEnd() {
        endWith(ResponseHandler::onComplete);
    }

    @Override
    public void onUnprocessed(TransportException failure) {
        if (replayed) {
            onFailure(failure);
            return;
        }
        replayed = true;
        source = null;
        progress = RequestProgress.NOT_SENT;
        waitForPlace();
    }

    @Override
    public void onFailure(TransportException failure) {
        endWith(each -> each.onFailure(failure));
    }

    private void endWith(Consumer<ResponseHandler> lastCall) {
        source = null;
        ending = lastCall;
        endIfDrained();
    }

    @Override
    public void request(long chunks) {
        Demand.checked(chunks);
        onEventLoop(() -> {
            demand.add(chunks);
            // Inside a call of the handler, the loop that made the call continues with the new demand.
            if (!inCall) {
                drain();
            }
        });
    }

    private void drain() {
        while (running && demand.isPresent() && !held.isEmpty()) {
            ByteBuf content = held.remove();
            try {
                lend(content);
            } finally {
                content.release();
            }
        }
        endIfDrained();
        readOn();
    }

    private void endIfDrained() {
        if (running && ending != null && held.isEmpty()) {
            running = false;
            tell(ending);
            whenDone.accept(this);
        }
    }

    private void readOn() {
        if (source != null && held.isEmpty()) {
            source.read();
        }
    }

    @Override
    public void cancel() {
        onEventLoop(() -> {
            if (running) {
                release();
                whenDone.accept(this);
            }
        });
    }

    /**
     * Prevents the exchange from sending its request, for which the end of another exchange may make room. To be called
     * before {@link #close}. Safe for use by any thread.
     */
    void announceClose() {
        closing = true;
    }

    /** Ends the exchange because the transport is closed. Safe for use by any thread. */
    void close() {
        try {
            // Always deferred, since this may be inside a call of the handler.
            eventLoop.execute(() -> onEventLoop(this::closeNow));
        } catch (RejectedExecutionException e) {
            // The event loop was shut down by its owner, so that nothing else runs there.
            closeNow();
        }
    }

    private void closeNow() {
        if (running) {
            TransportException failure = failures.transportClosed(progress);
            release();
            tell(each -> each.onFailure(failure));
            whenDone.accept(this);
        }
    }

    private void release() {
        running = false;
        held.release();
        if (waiting != null) {
            waiting.cancel(false);
        }
        if (source != null) {
            source.abort();
            source = null;
        }
    }

    private void lend(ByteBuf content) {
        demand.consume();
        inCall = true;
        boolean returned = handler.lend(content.nioBuffer());
        afterCall(returned);
    }

    private void tell(Consumer<ResponseHandler> call) {
        inCall = true;
        boolean returned = handler.tell(call);
        afterCall(returned);
    }

    private void afterCall(boolean returned) {
        inCall = false;
        if (!returned) {
            cancel();
        }
    }

    private void onEventLoop(Runnable task) {
        EventLoop current = eventLoop;
        if (current.inEventLoop()) {
            task.run();
            return;
        }
        try {
            // The exchange may move before the task runs.
            current.execute(() -> onEventLoop(task));
        } catch (RejectedExecutionException e) {
            // The event loop was shut down by its owner, and with it all its connections.
        }
    }
}
