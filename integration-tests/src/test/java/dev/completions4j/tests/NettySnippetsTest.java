// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.netty.NettyTransport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Runs the code of the guides for the Netty transport. */
class NettySnippetsTest {

    @Test
    void runsOnTheApplicationsEventLoops() {
        EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build())) {
            String baseUrl = server.baseUrl();
            // snippet: netty
            NettyTransport transport = NettyTransport.builder()
                    .eventLoopGroup(eventLoops) // the application's; default: loops that all transports share
                    .maxConnections(200)
                    .acquireTimeout(Duration.ofSeconds(2))
                    .build();

            CompletionsClient client = CompletionsClient.builder()
                    .baseUrl(baseUrl)
                    .transport(transport) // close it after the client
                    .build();
            // end
            assertThat(client.complete(CompletionRequest.builder()
                            .model("any")
                            .prompt("Hello")
                            .build()))
                    .succeedsWithin(Duration.ofMinutes(1));
            client.close();
            transport.close();
        } finally {
            var unused = eventLoops.shutdownGracefully();
        }
    }
}
