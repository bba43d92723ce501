// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that completes one prompt, as a whole and as streams, and prints the transport used. */
final class OneCompletion {

    private OneCompletion() {}

    public static void main(String[] arguments) throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build());
                CompletionsClient client =
                        CompletionsClient.builder().baseUrl(server.baseUrl()).build()) {
            CompletionRequest request =
                    CompletionRequest.builder().model("m").prompt("p").build();
            client.complete(request).get(20, TimeUnit.SECONDS);
            // The engine learns from a stream what the next one may be read by.
            client.stream(request).collect().get(20, TimeUnit.SECONDS);
            client.stream(request).collect().get(20, TimeUnit.SECONDS);
            // The names of threads identify the transport.
            boolean netty = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("completions4j-netty"));
            System.out.println("completed over " + (netty ? "netty" : "jdk"));
            client.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}
