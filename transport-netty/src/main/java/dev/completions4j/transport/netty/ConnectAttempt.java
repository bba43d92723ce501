package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection within one budget of time: resolves the name, tries its addresses in turn, shakes hands.
 *
 * <p>Confined to the event loop of the connection.
 */
final class ConnectAttempt {

    private final Route route;
    private final EventLoop eventLoop;
    private final ChannelOpener opener;
    private final Duration budget;
    private final long startNanos = System.nanoTime();
    private final Failures failures;
    private final Promise<HttpConnection> result;
    private final Queue<InetAddress> untried = new ArrayDeque<>();

    /** The one that is being opened; null before the first. */
    private @Nullable Channel channel;

    ConnectAttempt(Route route, EventLoop eventLoop, ChannelOpener opener, Duration budget) {
        this.route = route;
        this.eventLoop = eventLoop;
        this.opener = opener;
        this.budget = budget;
        this.failures = new Failures(route);
        this.result = eventLoop.newPromise();
    }

    /**
     * Begins.
     *
     * @return fails with a {@link TransportException} only; cancelling it closes what is open
     */
    Future<HttpConnection> start(NameResolver resolver) {
        Future<?> timeout = eventLoop.schedule(
                () -> result.tryFailure(failures.connectTimeout(budget)), budgetNanos(), TimeUnit.NANOSECONDS);
        Future<List<InetAddress>> resolution = resolver.resolve(route.host(), eventLoop);
        resolution.addListener(resolved -> onResolved(resolution));
        result.addListener(done -> {
            timeout.cancel(false);
            resolution.cancel(false);
            if (!done.isSuccess() && channel != null) {
                HttpConnection.closeNow(channel);
            }
        });
        return result;
    }

    private void onResolved(Future<List<InetAddress>> resolution) {
        if (result.isDone()) {
            return;
        }
        if (!resolution.isSuccess()) {
            result.tryFailure(failures.resolving(resolution.cause()));
            return;
        }
        untried.addAll(resolution.getNow());
        tryNextAddress();
    }

    private void tryNextAddress() {
        // An address that stays silent gets no more than its share, so that the next one has its turn.
        long shareNanos = (budgetNanos() - (System.nanoTime() - startNanos)) / untried.size();
        InetSocketAddress address = new InetSocketAddress(untried.remove(), route.port());
        ChannelFuture connecting = opener.open(address, Duration.ofNanos(shareNanos), route, eventLoop);
        channel = connecting.channel();
        connecting.addListener(connected -> onConnected(connecting));
    }

    private void onConnected(ChannelFuture connecting) {
        if (result.isDone()) {
            return;
        }
        if (!connecting.isSuccess()) {
            if (untried.isEmpty()) {
                result.tryFailure(failures.connecting(connecting.cause(), budget));
            } else {
                tryNextAddress();
            }
            return;
        }
        HttpConnection connection = connecting.channel().pipeline().get(HttpConnection.class);
        SslHandler tls = connecting.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            result.trySuccess(connection);
            return;
        }
        tls.handshakeFuture().addListener(shaken -> onHandshake(shaken.cause(), connection));
        connection.read();
    }

    private void onHandshake(@Nullable Throwable failure, HttpConnection connection) {
        if (failure == null) {
            result.trySuccess(connection);
        } else {
            result.tryFailure(failures.handshaking(failure));
        }
    }

    private long budgetNanos() {
        return TimeUnit.NANOSECONDS.convert(budget);
    }
}
