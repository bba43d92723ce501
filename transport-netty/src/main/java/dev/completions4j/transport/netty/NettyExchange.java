package dev.completions4j.transport.netty;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: finds a connection, sends the request, and calls the handler as far as it asked for data.
 *
 * <p>Confined to one event loop, that of its connection; calls from elsewhere hop there. What a read brings beyond the
 * demand is held, and nothing is read while something is held: so at most one read is ahead, and without demand the
 * end of the connection still shows.
 */
final class NettyExchange implements Exchange, ResponseSink {

    private final TransportRequest request;
    private final Route route;
    private final Failures failures;
    private final SafeHandler handler;
    private final Connections connections;
    private final EventLoop eventLoop;
    private final Consumer<NettyExchange> whenDone;

    private final Demand demand = new Demand();
    private final Queue<ByteBuf> held = new ArrayDeque<>();
    private RequestProgress progress = RequestProgress.NOT_SENT;
    private @Nullable Future<HttpConnection> connecting;

    /** Null before there is one, and after the response left it. */
    private @Nullable HttpConnection connection;

    /** The handler's last call, once it is known; null before. */
    private @Nullable Consumer<ResponseHandler> ending;

    private boolean inCall;
    private boolean done;

    /** @param whenDone told once, after the last call of the handler */
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
     * Begins; on the event loop.
     *
     * @param idle taken for this exchange; null to open a connection
     */
    void start(@Nullable HttpConnection idle) {
        tell(each -> each.onStart(this));
        if (done) {
            if (idle != null) {
                connections.giveBack(idle);
            }
        } else if (idle != null && idle.isIdle()) {
            send(idle);
        } else {
            connect();
        }
    }

    private void connect() {
        Future<HttpConnection> connected = connections.connect(route, eventLoop);
        connecting = connected;
        connected.addListener(ready -> onConnected(connected));
    }

    private void onConnected(Future<HttpConnection> connected) {
        connecting = null;
        if (connected.isSuccess()) {
            if (done) {
                connected.getNow().abort();
            } else {
                send(connected.getNow());
            }
        } else if (connected.cause() instanceof TransportException failure) {
            onFailure(failure);
        }
    }

    private void send(HttpConnection ready) {
        FullHttpRequest message;
        try {
            message = Requests.toNetty(request, route);
        } catch (RuntimeException e) {
            ready.abort();
            onFailure(failures.internal(e, progress));
            return;
        }
        if (!ready.isIdle()) {
            onFailure(failures.closedByServer(progress));
            return;
        }
        connection = ready;
        progress = RequestProgress.MAYBE_SENT;
        ready.send(message, this);
    }

    @Override
    public void onHead(ResponseHead head) {
        progress = RequestProgress.HEAD_RECEIVED;
        tell(each -> each.onHead(head));
    }

    @Override
    public void onContent(ByteBuf content) {
        if (held.isEmpty() && demand.isPresent()) {
            lend(content);
        } else {
            held.add(content.retain());
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
    public void onFailure(TransportException failure) {
        endWith(each -> each.onFailure(failure));
    }

    private void endWith(Consumer<ResponseHandler> lastCall) {
        connection = null;
        ending = lastCall;
        endIfDrained();
    }

    @Override
    public void request(long chunks) {
        Demand.checked(chunks);
        onEventLoop(() -> {
            demand.add(chunks);
            // Inside a call, the loop that made it goes on with the new demand.
            if (!inCall) {
                drain();
            }
        });
    }

    private void drain() {
        while (!done && demand.isPresent() && !held.isEmpty()) {
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
        if (!done && ending != null && held.isEmpty()) {
            done = true;
            tell(ending);
            whenDone.accept(this);
        }
    }

    private void readOn() {
        if (connection != null && held.isEmpty()) {
            connection.read();
        }
    }

    @Override
    public void cancel() {
        onEventLoop(() -> {
            if (!done) {
                release();
                whenDone.accept(this);
            }
        });
    }

    /** Ends the exchange because the transport closes; from any thread. */
    void close() {
        try {
            // Never at once, since this may be inside a call of the handler.
            eventLoop.execute(this::closeNow);
        } catch (RejectedExecutionException e) {
            // The owner of the event loop ended it, so that nothing else runs there.
            closeNow();
        }
    }

    private void closeNow() {
        if (!done) {
            TransportException failure = failures.transportClosed(progress);
            release();
            tell(each -> each.onFailure(failure));
            whenDone.accept(this);
        }
    }

    private void release() {
        done = true;
        held.forEach(ByteBuf::release);
        held.clear();
        if (connecting != null) {
            connecting.cancel(false);
        }
        if (connection != null) {
            connection.abort();
            connection = null;
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
        if (eventLoop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            // The owner of the event loop ended it, and all its connections with it.
        }
    }
}
