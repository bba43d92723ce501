// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

/** Linux's epoll. In a class of its own, since Netty's classes for it are optional. */
final class EpollIo {

    @SuppressWarnings("deprecation") // See Io.NIO.
    static final Io INSTANCE = new Io(
            "epoll",
            Epoll::isAvailable,
            EpollEventLoopGroup::new,
            loop -> loop.parent() instanceof EpollEventLoopGroup
                    || IoEventLoops.isDriver(loop, () -> EpollIoHandle.class),
            EpollSocketChannel.class,
            EpollDomainSocketChannel.class,
            path -> new DomainSocketAddress(path.toString()));

    private EpollIo() {}
}
