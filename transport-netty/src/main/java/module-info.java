// SPDX-License-Identifier: Apache-2.0
/** The transport over Netty. */
module dev.completions4j.transport.netty {
    requires transitive dev.completions4j;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires static io.netty.transport.classes.kqueue;
    requires static io.netty.transport.unix.common;

    exports dev.completions4j.transport.netty;

    provides dev.completions4j.transport.TransportProvider with
            dev.completions4j.transport.netty.NettyTransportProvider;
}
