// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import org.junit.jupiter.api.Test;

// snippet: testkit

class GreetingTest {

    @Test
    void greets() {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> prompt + ", world")
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model);
                CompletionsClient client =
                        CompletionsClient.builder().baseUrl(server.baseUrl()).build()) {
            Completion completion = client.stream(CompletionRequest.builder()
                            .model("any")
                            .prompt("Hello")
                            .build())
                    .collect()
                    .join();

            assertThat(completion.text()).isEqualTo("Hello, world");
        }
    }
}
// end
