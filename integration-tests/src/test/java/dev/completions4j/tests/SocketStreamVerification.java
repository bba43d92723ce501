// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import org.testng.annotations.AfterClass;

/** Streams over a real socket. */
abstract class SocketStreamVerification extends CompletionStreamVerification {

    private final LoopbackServer server;

    SocketStreamVerification(String transport) {
        this(
                transport,
                LoopbackServer.serving(FakeModel.builder()
                        .source((prompt, seed, choice) -> " a".repeat(2 * MAX_CHUNKS))
                        .build()));
    }

    private SocketStreamVerification(String transport, LoopbackServer server) {
        super(CompletionsClient.builder().baseUrl(server.baseUrl()).transport(transport));
        this.server = server;
    }

    @AfterClass
    void closeServer() {
        server.close();
    }
}
