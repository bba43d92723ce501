// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that completes one prompt over TLS, with keys on elliptic curves as most servers have. */
final class OneCompletionOverTls {

    private OneCompletionOverTls() {}

    public static void main(String[] arguments) throws Exception {
        FakeModel model = FakeModel.builder().build();
        try (LoopbackServer server = LoopbackServer.serving(model, TestCertificate.serverContext());
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .sslContext(TestCertificate.clientContext())
                        .build()) {
            client.complete(CompletionRequest.builder().model("m").prompt("p").build())
                    .get(20, TimeUnit.SECONDS);
            System.out.println("completed over TLS");
            client.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
        }
    }
}
