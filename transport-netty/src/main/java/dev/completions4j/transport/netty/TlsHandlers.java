package dev.completions4j.transport.netty;

import io.netty.handler.ssl.SslHandler;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the TLS end of each connection; it takes no certificate but the host's own. */
final class TlsHandlers {

    private final SSLContext context;

    TlsHandlers(SSLContext context) {
        this.context = context;
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
        SSLEngine engine = context.createSSLEngine(route.host(), route.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The handshake's time is part of the connect timeout.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
