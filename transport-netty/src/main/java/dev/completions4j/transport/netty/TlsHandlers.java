// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Creates the TLS handlers of connections, with verification of the host name. */
final class TlsHandlers {

    static final String HTTP_2 = "h2";

    private final TlsContexts contexts;
    private final String[] protocols;

    /**
     * @param contexts supply the context of each connection
     * @param protocols ALPN protocol names in order of preference; empty to disable ALPN
     */
    TlsHandlers(TlsContexts contexts, String... protocols) {
        this.contexts = contexts;
        this.protocols = protocols;
    }

    /** Prepares for a connection; the future completes, never exceptionally, when {@link #handlerFor} does not block. */
    CompletableFuture<?> prepare() {
        return contexts.prepare();
    }

    SslHandler handlerFor(Route route) {
        SSLEngine engine = contexts.next().createSSLEngine(route.host(), route.port());
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
