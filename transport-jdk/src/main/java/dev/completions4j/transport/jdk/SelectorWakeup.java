// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes the close of a client's connections without delay.
 *
 * <p>When the client closes a channel that is registered with its selector, only a FIN is sent. The socket remains
 * open, and a server that is waiting to write keeps waiting, until the next iteration of the selector. Some releases of
 * the JDK, such as 25, wake up the selector before the close instead of after it, so that the next iteration may be
 * three seconds later.
 */
final class SelectorWakeup {

    /** Wakes up the selector by its timer, and fails without a connection, since the port is invalid. */
    private static final HttpRequest UNSENDABLE = HttpRequest.newBuilder(URI.create("http://127.0.0.1:65536"))
            .timeout(Duration.ofSeconds(1))
            .build();

    private final Supplier<@Nullable HttpClient> client;
    private final Proxies proxies;
    private final Executor executor;
    private final AtomicBoolean due = new AtomicBoolean();

    /** @param client returns null after the client is freed */
    SelectorWakeup(Supplier<@Nullable HttpClient> client, Proxies proxies, Executor executor) {
        this.client = client;
        this.proxies = proxies;
        this.executor = executor;
    }

    /** Wakes up the selector after a connection was closed. Several calls may be combined. */
    void afterClose() {
        if (due.getAndSet(true)) {
            return;
        }
        try {
            executor.execute(this::wake);
        } catch (RejectedExecutionException freed) {
            // The client is closed with all its connections.
        }
    }

    private void wake() {
        due.set(false);
        HttpClient client = this.client.get();
        // Otherwise the client would connect to the proxy.
        if (client == null || proxies.before(UNSENDABLE.uri()) != null) {
            return;
        }
        try {
            var unused = client.sendAsync(UNSENDABLE, BodyHandlers.discarding());
        } catch (Throwable refused) {
            // The executor of a borrowed client is shut down, and with it the client.
        }
    }
}
