// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.jdk.JdkTransport;
import dev.completions4j.transport.netty.NettyTransport;
import java.io.IOException;
import java.time.Duration;

/** A transport and a protocol for calls of the soak test. */
enum Carrier {
    JDK,
    JDK_TLS,
    JDK_HTTP2,
    NETTY,
    NETTY_TLS,
    NETTY_HTTP2;

    /** More than enough for a busy machine. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    boolean isHttp2() {
        return this == JDK_HTTP2 || this == NETTY_HTTP2;
    }

    boolean isTls() {
        return this != JDK && this != NETTY;
    }

    /** Opens a server that acts according to the plans; the caller closes it. */
    SoakServer openServer(Plans plans, Journal journal) throws IOException {
        return switch (this) {
            case JDK, NETTY -> new RawServer(plans, journal, null);
            case JDK_TLS, NETTY_TLS -> new RawServer(plans, journal, TestCertificate.serverContext());
            case JDK_HTTP2, NETTY_HTTP2 -> new StreamServer(plans, journal);
        };
    }

    /** Creates a transport; the caller closes it. */
    Transport openTransport() {
        TransportConfig config = TransportConfig.defaults().withConnectTimeout(CONNECT_TIMEOUT);
        TransportConfig tls = config.withSslContext(TestCertificate.clientContext());
        return switch (this) {
            case JDK -> JdkTransport.create(config);
            case JDK_TLS, JDK_HTTP2 -> JdkTransport.create(tls);
            case NETTY -> NettyTransport.builder().config(config).build();
            case NETTY_TLS, NETTY_HTTP2 -> NettyTransport.builder().config(tls).build();
        };
    }
}
