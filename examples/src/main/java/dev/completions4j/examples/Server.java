// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server to use: the one that the user named, or a fake model inside this program.
 *
 * @param baseUrl the base URL
 * @param embedded the fake model's server, closed with this object; null if the user named a server
 */
record Server(String baseUrl, @Nullable LoopbackServer embedded) implements AutoCloseable {

    /** About as fast as a small model on a laptop. */
    private static final Duration TOKEN_INTERVAL = Duration.ofMillis(30);

    static Server choose(@Nullable String option, PrintWriter out) {
        String baseUrl = option != null ? option : System.getenv("OPENAI_BASE_URL");
        if (baseUrl != null && !baseUrl.isEmpty()) {
            return new Server(baseUrl, null);
        }
        out.println("(No base URL is set; a fake model answers.)");
        LoopbackServer embedded = LoopbackServer.running(
                FakeEndpoint.of(FakeModel.builder().build()).withTokenInterval(TOKEN_INTERVAL));
        return new Server(embedded.baseUrl(), embedded);
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
