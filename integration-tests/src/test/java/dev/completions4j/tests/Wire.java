// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.jdk.JdkTransport;
import dev.completions4j.transport.netty.NettyTransport;
import javax.net.ssl.SSLContext;

/** A transport, with or without TLS. */
enum Wire {
    JDK("jdk", false),
    JDK_TLS("jdk", true),
    NETTY("netty", false),
    NETTY_TLS("netty", true);

    private static final SSLContext SERVER_TLS = TestCertificate.serverContext();
    private static final SSLContext CLIENT_TLS = TestCertificate.clientContext();

    private final String transport;
    private final boolean tls;

    Wire(String transport, boolean tls) {
        this.transport = transport;
        this.tls = tls;
    }

    /** Returns the name of the transport. */
    String transportName() {
        return transport;
    }

    boolean isTls() {
        return tls;
    }

    LoopbackServer serve(ConnectionScript script) {
        return tls ? LoopbackServer.running(script, SERVER_TLS) : LoopbackServer.running(script);
    }

    /** Returns a new transport that trusts the server's certificate; the caller closes it. */
    Transport transport() {
        return switch (this) {
            case JDK -> JdkTransport.create(TransportConfig.defaults());
            case JDK_TLS -> JdkTransport.create(TransportConfig.defaults().withSslContext(CLIENT_TLS));
            case NETTY -> NettyTransport.builder().build();
            case NETTY_TLS -> NettyTransport.builder().sslContext(CLIENT_TLS).build();
        };
    }
}
