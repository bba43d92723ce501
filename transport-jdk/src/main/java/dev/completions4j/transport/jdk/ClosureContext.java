// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A forwarding TLS context that creates {@link ClosureEngine}s.
 *
 * <p>The client treats the end of a TCP connection as the end of a body without length, and does not reveal whether the
 * server has closed TLS before (RFC 9112, section 9.8).
 */
final class ClosureContext extends SSLContext {

    /** @param context an initialized context */
    ClosureContext(SSLContext context) {
        super(new Spi(() -> context), context.getProvider(), context.getProtocol());
    }

    private ClosureContext(DefaultSpi spi) {
        super(spi, null, "Default");
    }

    /**
     * Returns the JVM's default context, which is created for the first connection with TLS: the JVM reads all
     * certificates of public authorities, which takes a tenth of a second, and a client of a server without TLS does
     * not need them.
     */
    static ClosureContext ofTheJvm() {
        return new ClosureContext(new DefaultSpi());
    }

    private static class Spi extends SSLContextSpi {

        private final Supplier<SSLContext> context;

        Spi(Supplier<SSLContext> context) {
            this.context = context;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new ClosureEngine(context.get().createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return new ClosureEngine(context.get().createSSLEngine(host, port));
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
            throw new IllegalStateException("The context is already initialized");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context.get().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.get().getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.get().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.get().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.get().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.get().getSupportedSSLParameters();
        }
    }

    private static final class DefaultSpi extends Spi {

        DefaultSpi() {
            super(DefaultSpi::context);
        }

        private static SSLContext context() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException unusable) {
                throw new IllegalStateException(
                        "The JVM's default TLS context cannot be created; check the system properties javax.net.ssl.*, or"
                                + " configure an SSLContext",
                        unusable);
            }
        }

        /**
         * Returns parameters that change nothing: the client asks for them when it is built, and sets them again for each
         * engine, which has the default ones.
         */
        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return new SSLParameters();
        }
    }
}
