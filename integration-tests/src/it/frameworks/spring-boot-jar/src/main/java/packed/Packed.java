// SPDX-License-Identifier: Apache-2.0
package packed;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.util.concurrent.TimeUnit;

/** Streams a completion; an exception is the exit status 1. */
public final class Packed {

    private Packed() {}

    public static void main(String[] arguments) throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build());
                CompletionsClient client =
                        CompletionsClient.builder().baseUrl(server.baseUrl()).build()) {
            CompletionRequest request =
                    CompletionRequest.builder().model("m").prompt("p").build();
            String text =
                    client.stream(request).collect().get(20, TimeUnit.SECONDS).text();
            System.out.println("streamed over " + System.getProperty("completions4j.transport") + " from "
                    + CompletionsClient.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation() + ":" + text);
        }
    }
}
