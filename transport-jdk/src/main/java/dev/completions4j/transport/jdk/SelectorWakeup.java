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
 * Makes a client finish the close of a connection at once.
 *
 * <p>The client closes a channel that is registered with its selector, which sends a FIN only; the socket itself stays
 * open, and a server that waits to write goes on waiting, until the selector next turns round. Some releases of the JDK,
 * such as 25, wake the selector before that close, not after it, so that the rest may be due in three seconds.
 */
final class SelectorWakeup {

    /** Wakes the selector by its timer, and fails before there is a connection, since there is no such port. */
    private static final HttpRequest UNSENDABLE = HttpRequest.newBuilder(URI.create("http://127.0.0.1:65536"))
            .timeout(Duration.ofSeconds(1))
            .build();

    private final Supplier<@Nullable HttpClient> client;
    private final Proxies proxies;
    private final Executor executor;
    private final AtomicBoolean due = new AtomicBoolean();

    /** @param client gives null once the client is freed */
    SelectorWakeup(Supplier<@Nullable HttpClient> client, Proxies proxies, Executor executor) {
        this.client = client;
        this.proxies = proxies;
        this.executor = executor;
    }

    /** For connections that were closed before this call; many calls may cause one wake-up. */
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
        // A proxy would be connected to, and asked for that port.
        if (client == null || proxies.before(UNSENDABLE.uri()) != null) {
            return;
        }
        try {
            var unused = client.sendAsync(UNSENDABLE, BodyHandlers.discarding());
        } catch (Throwable refused) {
            // A borrowed client's executor is gone, and so is what it would wake up for.
        }
    }
}
