// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

/** kqueue of macOS and the BSDs. In a class of its own, since Netty's classes for it are optional. */
final class KqueueIo {

    static final Io INSTANCE = new Io(
            "kqueue",
            KQueue::isAvailable,
            KQueueIoHandle.class,
            KQueueIoHandler::newFactory,
            KQueueSocketChannel.class,
            KQueueDomainSocketChannel.class,
            path -> new DomainSocketAddress(path.toString()));

    private KqueueIo() {}
}
