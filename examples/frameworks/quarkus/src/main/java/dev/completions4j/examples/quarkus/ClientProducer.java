// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.quarkus;

import dev.completions4j.CompletionsClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the client that the application shares. */
@ApplicationScoped
class ClientProducer {

    private static final Duration GRACE = Duration.ofSeconds(20);

    @Produces
    @ApplicationScoped
    CompletionsClient client(@ConfigProperty(name = "model.url") String modelUrl) {
        return CompletionsClient.builder().baseUrl(modelUrl).build();
    }

    void close(@Disposes CompletionsClient client) {
        client.shutdown(GRACE).join();
    }
}
