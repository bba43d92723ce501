// SPDX-License-Identifier: Apache-2.0
package greetings;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

// snippet: springService

@Service
class Greeter {

    private final CompletionsClient client;

    Greeter(CompletionsClient client) {
        this.client = client;
    }

    CompletableFuture<String> greet(String name) {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("Greet " + name)
                .maxTokens(20)
                .build();
        return client.complete(request).thenApply(Completion::text);
    }
}
// end
