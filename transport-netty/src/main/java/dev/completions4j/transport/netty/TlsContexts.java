// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** Supplies the TLS contexts of connections. Safe for use by any thread. */
@FunctionalInterface
interface TlsContexts {

    /** Returns the context of a new connection. Called on its event loop. */
    SSLContext next();

    /**
     * Prepares for a connection, and returns at once.
     *
     * @return completes, never exceptionally, when {@link #next} does not block
     */
    default CompletableFuture<?> prepare() {
        return CompletableFuture.completedFuture(true);
    }
}
