// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.quarkus;

import dev.completions4j.CompletionsClient;
import dev.completions4j.transport.netty.NettyTransport;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the client that the application shares. It adds no threads for its I/O: it uses the event loops of Quarkus. */
@ApplicationScoped
class ClientProducer {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final NettyTransport transport;

    ClientProducer(Vertx vertx) {
        transport = NettyTransport.builder()
                .eventLoopGroup(((VertxInternal) vertx).getEventLoopGroup())
                .build();
    }

    /** Not by the first request, on an event loop, since it loads classes. */
    @Startup
    @Produces
    @ApplicationScoped
    CompletionsClient client(@ConfigProperty(name = "model.url") String modelUrl) {
        return CompletionsClient.builder()
                .baseUrl(modelUrl)
                .transport(transport)
                .build();
    }

    void close(@Disposes CompletionsClient client) {
        client.shutdown(GRACE).join();
        transport.shutdown(Duration.ZERO).join();
    }
}
