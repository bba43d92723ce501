// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client settings that apply to every transport. */
class TransportSettingsTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void tlsContext(String transport) throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.of(FakeModel.builder().build());
        try (LoopbackServer server = LoopbackServer.running(endpoint, TestCertificate.serverContext());
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .transport(transport)
                        .sslContext(TestCertificate.clientContext())
                        .build()) {
            assertThat(client.complete(REQUEST).get(20, TimeUnit.SECONDS).choices())
                    .hasSize(1);
        }
    }
}
