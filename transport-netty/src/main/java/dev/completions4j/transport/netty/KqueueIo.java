// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueEventLoopGroup;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

/** kqueue of macOS and the BSDs. In a class of its own, since Netty's classes for it are optional. */
final class KqueueIo {

    @SuppressWarnings("deprecation") // See Io.NIO.
    static final Io INSTANCE = new Io(
            "kqueue",
            KQueue::isAvailable,
            KQueueEventLoopGroup::new,
            loop -> loop.parent() instanceof KQueueEventLoopGroup
                    || IoEventLoops.isDriver(loop, () -> KQueueIoHandle.class),
            KQueueSocketChannel.class,
            KQueueDomainSocketChannel.class,
            path -> new DomainSocketAddress(path.toString()));

    private KqueueIo() {}
}
