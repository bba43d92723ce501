// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.handler.ssl.SslHandler;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Creates the TLS handlers of connections, with verification of the host name. */
final class TlsHandlers {

    static final String HTTP_2 = "h2";

    private final Supplier<SSLContext> contexts;
    private final String[] protocols;

    /**
     * @param contexts called for each connection
     * @param protocols ALPN protocol names in order of preference; empty to disable ALPN
     */
    TlsHandlers(Supplier<SSLContext> contexts, String... protocols) {
        this.contexts = contexts;
        this.protocols = protocols;
    }

    /** Returns the JVM's default context. */
    static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "The JVM's default TLS context cannot be created; check the javax.net.ssl system properties, or set an"
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
        // The handshake is limited by the connect timeout.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
