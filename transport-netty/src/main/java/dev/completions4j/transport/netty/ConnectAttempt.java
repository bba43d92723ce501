// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection within the connect timeout: resolves the name, tries its addresses in turn, opens the tunnel if
 * there is a proxy, and performs the TLS handshake.
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
    private final @Nullable Tunnel tunnel;
    private final ConnectionListener listener;
    private final Promise<Connection> result;
    private final Queue<SocketAddress> untried = new ArrayDeque<>();

    /** Classifies failures of the current phase. */
    private ReachFailures phase;

    /** The channel that is being opened; null before the first. */
    private @Nullable Channel channel;

    /** @param listener the listener of the new connection */
    ConnectAttempt(
            Route route, EventLoop eventLoop, ChannelOpener opener, Duration budget, ConnectionListener listener) {
        this.route = route;
        this.eventLoop = eventLoop;
        this.opener = opener;
        this.budget = budget;
        this.listener = listener;
        this.failures = new Failures(route);
        this.result = eventLoop.newPromise();
        this.tunnel = opener.tunnel();
        this.phase = tunnel == null ? failures : tunnel.failures(route);
    }

    /**
     * Starts the attempt.
     *
     * @return fails only with a {@link TransportException}; cancelling it closes the channel
     */
    Future<Connection> start(Addresses addresses) {
        Future<?> timeout =
                eventLoop.schedule(() -> result.tryFailure(phase.timeout(budget)), budgetNanos(), TimeUnit.NANOSECONDS);
        if (route.isTls()) {
            // The handshake waits for it.
            var unused = opener.prepareTls();
        }
        Future<List<SocketAddress>> resolution = addresses.find(route, eventLoop);
        resolution.addListener(resolved -> onResolved(resolution));
        result.addListener(done -> {
            timeout.cancel(false);
            resolution.cancel(false);
            if (!done.isSuccess() && channel != null) {
                Channels.closeNow(channel);
            }
        });
        return result;
    }

    private void onResolved(Future<List<SocketAddress>> resolution) {
        if (result.isDone()) {
            return;
        }
        if (!resolution.isSuccess()) {
            result.tryFailure(phase.resolving(resolution.cause()));
            return;
        }
        untried.addAll(resolution.getNow());
        advance(this::tryNextAddress);
    }

    private void tryNextAddress() {
        // Each address gets an equal share of the remaining time, so that the next one can be tried.
        long shareNanos = (budgetNanos() - (System.nanoTime() - startNanos)) / untried.size();
        ChannelFuture connecting = opener.open(untried.remove(), route, Duration.ofNanos(shareNanos), eventLoop);
        channel = connecting.channel();
        if (connecting.isDone()) {
            // Without a socket, Netty would notify a listener on another thread.
            onConnected(connecting);
        } else {
            connecting.addListener(connected -> onConnected(connecting));
        }
    }

    private void onConnected(ChannelFuture connecting) {
        if (result.isDone()) {
            return;
        }
        if (connecting.isSuccess()) {
            advance(() -> passProxy(connecting.channel()));
        } else if (untried.isEmpty()) {
            result.tryFailure(failure(connecting.cause()));
        } else {
            advance(this::tryNextAddress);
        }
    }

    private TransportException failure(Throwable cause) {
        return cause instanceof ChannelException noSocket
                ? failures.opening(noSocket)
                : phase.connecting(cause, budget);
    }

    private void passProxy(Channel channel) {
        ProxyHandler proxy = channel.pipeline().get(ProxyHandler.class);
        if (tunnel == null || proxy == null) {
            secure(channel);
        } else {
            proxy.connectFuture().addListener(passed -> onTunnel(tunnel, channel, passed.cause()));
        }
    }

    private void onTunnel(Tunnel tunnel, Channel channel, @Nullable Throwable failure) {
        if (failure != null) {
            result.tryFailure(tunnel.failures(route).refusing(failure));
        } else if (!result.isDone()) {
            phase = failures;
            advance(() -> secure(channel));
        }
    }

    private void secure(Channel channel) {
        if (route.isTls()) {
            var unused = opener.prepareTls().thenRunAsync(() -> advance(() -> shakeHands(channel)), eventLoop);
        } else {
            finish(channel);
        }
    }

    private void shakeHands(Channel channel) {
        if (!result.isDone()) {
            opener.secure(channel, route).addListener(shaken -> onHandshake(channel, shaken.cause()));
        }
    }

    private void onHandshake(Channel channel, @Nullable Throwable failure) {
        if (failure != null) {
            result.tryFailure(failures.handshaking(failure));
        } else if (!result.isDone()) {
            advance(() -> finish(channel));
        }
    }

    private void finish(Channel channel) {
        Future<Connection> finished = opener.finish(channel, route, listener);
        finished.addListener(done -> {
            if (finished.isSuccess()) {
                result.trySuccess(finished.getNow());
            } else {
                result.tryFailure(finished.cause());
            }
        });
    }

    /** Runs a step; an unexpected exception fails the attempt. */
    private void advance(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            result.tryFailure(failures.internal(e, RequestProgress.NOT_SENT));
        }
    }

    private long budgetNanos() {
        return TimeUnit.NANOSECONDS.convert(budget);
    }
}
