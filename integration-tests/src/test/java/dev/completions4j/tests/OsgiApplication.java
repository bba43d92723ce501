// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import java.util.concurrent.TimeUnit;

/** The class of a bundle that uses the client. */
public final class OsgiApplication {

    private OsgiApplication() {}

    /** Streams a completion and returns its text. */
    public static String stream(String baseUrl, String transport) throws Exception {
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .transport(transport)
                .build()) {
            return client.stream(
                            CompletionRequest.builder().model("m").prompt("p").build())
                    .collect()
                    .get(20, TimeUnit.SECONDS)
                    .text();
        }
    }
}
