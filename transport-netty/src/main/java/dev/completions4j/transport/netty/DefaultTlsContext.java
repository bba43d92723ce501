// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/**
 * Supplies the JVM's default TLS context.
 *
 * <p>The JVM creates it when it is needed first, and reads all certificates of public authorities then, which takes a tenth
 * of a second: on a thread of its own, and only if there are connections with TLS.
 */
final class DefaultTlsContext implements TlsContexts {

    static final DefaultTlsContext INSTANCE = new DefaultTlsContext();

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CompletableFuture<Boolean> created = new CompletableFuture<>();

    private DefaultTlsContext() {}

    @Override
    public SSLContext next() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "The JVM's default TLS context cannot be created; check the javax.net.ssl system properties, or set an"
                            + " SSLContext",
                    e);
        }
    }

    @Override
    public CompletableFuture<?> prepare() {
        if (requested.compareAndSet(false, true)) {
            try {
                new DaemonThreads("completions4j-netty-tls-")
                        .newThread(this::create)
                        .start();
            } catch (Throwable e) {
                // No thread can be started; blocking an event loop once is the lesser evil.
                created.complete(false);
            }
        }
        return created;
    }

    private void create() {
        try {
            var unused = next();
        } catch (Throwable e) {
            // Thrown again when a connection needs the context.
        } finally {
            created.complete(true);
        }
    }
}
