// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;

/** Linux's io_uring. In a class of its own, since Netty's classes for it are optional, and absent from Netty 4.1. */
final class IoUringIo {

    static final Io INSTANCE = new Io(
            "io_uring",
            IoUring::isAvailable,
            (threads, executor) -> new MultiThreadIoEventLoopGroup(threads, executor, IoUringIoHandler.newFactory()),
            loop -> IoEventLoops.isDriver(loop, () -> IoUringIoHandle.class),
            IoUringSocketChannel.class,
            IoUringDomainSocketChannel.class,
            path -> new DomainSocketAddress(path.toString()));

    private IoUringIo() {}

    /** @throws IllegalStateException if io_uring is unavailable */
    static Io instance() {
        if (!IoUring.isAvailable()) {
            throw new IllegalStateException(
                    "io_uring is unavailable: it is not supported by the kernel or by Netty's native library; see the cause",
                    IoUring.unavailabilityCause());
        }
        return INSTANCE;
    }
}
