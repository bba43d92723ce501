// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests connections for which there is no socket. */
final class ConnectAttemptTest {

    private static final Route ROUTE = new Route("http", "host.test", 80);
    private static final List<SocketAddress> ADDRESSES = List.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));

    private final EventLoopGroup group = TestEventLoops.nio(1);
    private final EventLoop eventLoop = group.next();

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    static Stream<@Nullable Tunnel> tunnels() {
        return Stream.of(null, new Tunnel(ProxyServer.http("proxy.test", 3128)));
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void withoutASocketIsAConnectFailure(@Nullable Tunnel tunnel) throws Exception {
        ChannelOpener opener = openerWithoutSockets(tunnel);
        Promise<Throwable> cause = eventLoop.newPromise();
        eventLoop.execute(
                () -> new ConnectAttempt(ROUTE, eventLoop, opener, Duration.ofSeconds(20), new UninterestedListener())
                        .start((route, loop) -> loop.newSucceededFuture(ADDRESSES))
                        .addListener(attempt -> cause.setSuccess(attempt.cause())));

        assertThat(cause.get(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(TransportException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
            assertThat(failure.progress()).isEqualTo(RequestProgress.NOT_SENT);
            assertThat(failure)
                    .hasMessageContaining("host.test")
                    .hasMessageContaining("limit of open files")
                    .hasStackTraceContaining("Too many open files");
        });
    }

    @Test
    void missingClassIsAnInternalFailure() {
        TransportException failure = new Failures(ROUTE).opening(new ChannelException(new NoClassDefFoundError()));

        assertThat(failure.kind()).isEqualTo(Kind.INTERNAL);
    }

    @Test
    void channelWithoutASocketCanBeClosed() {
        ChannelFuture failed =
                openerWithoutSockets(null).open(ADDRESSES.get(0), ROUTE, Duration.ofSeconds(20), eventLoop);

        assertThatCode(() -> Channels.closeNow(failed.channel())).doesNotThrowAnyException();
    }

    private static ChannelOpener openerWithoutSockets(@Nullable Tunnel tunnel) {
        Io io = new Io(
                "NIO",
                () -> true,
                Io.NIO.eventLoops(),
                Io.NIO.driver(),
                NoFileDescriptor.class,
                Io.NIO.unixDomain(),
                Io.NIO.unixDomainAddress());
        return new ChannelOpener(
                io,
                () -> ByteBufAllocator.DEFAULT,
                tunnel,
                new TlsHandlers(DefaultTlsContext.INSTANCE),
                new Http2Support(true, false),
                new ConnectionLimits(8192, ConnectionLimits.DEFAULT_PING_INTERVAL));
    }

    /** Cannot be created, like a channel of Netty if the process has no more file descriptors. */
    public static final class NoFileDescriptor extends NioSocketChannel {

        public NoFileDescriptor() {
            super(socket());
        }

        private static SocketChannel socket() {
            throw new ChannelException("Failed to open a socket.", new IOException("Too many open files"));
        }
    }
}
