// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.handler.ssl.SslHandler;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the TLS end of each connection; it takes no certificate but the host's own. */
final class TlsHandlers {

    static final String HTTP_2 = "h2";

    private final Supplier<SSLContext> contexts;
    private final String[] protocols;

    /**
     * @param contexts asked anew for each connection
     * @param protocols what to offer to the server, by their names in ALPN, the preferred one first; none offers none
     */
    TlsHandlers(Supplier<SSLContext> contexts, String... protocols) {
        this.contexts = contexts;
        this.protocols = protocols;
    }

    /** The JVM's own context, which trusts what the JVM trusts. */
    static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "The JVM's default TLS context can't be made; check the javax.net.ssl system properties, or give an"
                            + " SSLContext",
                    e);
        }
    }

    SslHandler handlerFor(Route route) {
        SSLEngine engine = contexts.get().createSSLEngine(route.host(), route.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The handshake's time is part of the connect timeout.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
