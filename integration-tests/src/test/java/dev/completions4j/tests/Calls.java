// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.server.LoopbackServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls over a named transport. */
final class Calls {

    private Calls() {}

    static CompletionsClient client(String transport, LoopbackServer server) {
        return CompletionsClient.builder()
                .baseUrl(server.baseUrl())
                .transport(transport)
                .build();
    }

    /** Waits for the result, with a bound. */
    static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
