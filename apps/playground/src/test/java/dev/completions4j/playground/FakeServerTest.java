// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.netty.NettyTransport;
import org.junit.jupiter.api.Test;

class FakeServerTest {

    /** Looked at twenty times a second, as long as the playground runs. */
    @Test
    void oldStreamsAreForgotten() {
        Setting setting = new Setting(Pace.UNLIMITED, null);
        CompletionRequest request = CompletionRequest.builder()
                .model("fake-model")
                .prompt("")
                .maxTokens(1)
                .build();
        try (Transport transport = NettyTransport.builder().build()) {
            FakeServer server = new FakeServer(ServerKind.OPENAI, transport);
            for (int i = 0; i <= 100; i++) {
                CallOptions key = CallOptions.builder()
                        .header(ModelServer.STREAM_HEADER, "stream " + i)
                        .build();
                server.client(setting).complete(request, key).join();
            }

            assertThat(server.sent("stream 0")).isNull();
            assertThat(server.sent("stream 100")).isNotNull();
            server.close();
        }
    }
}
