/** The transport over Netty. */
module dev.completions4j.transport.netty {
    requires transitive dev.completions4j;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;

    exports dev.completions4j.transport.netty;

    provides dev.completions4j.transport.TransportProvider with
            dev.completions4j.transport.netty.NettyTransportProvider;
}
