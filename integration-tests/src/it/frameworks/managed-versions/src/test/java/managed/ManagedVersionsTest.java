// SPDX-License-Identifier: Apache-2.0
package managed;

import static dev.completions4j.testkit.assertions.CompletionsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.junit.CompletionsExtension;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import io.netty.util.Version;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client, transports and testkit work with the versions that a framework manages. */
@ExtendWith(CompletionsExtension.class)
class ManagedVersionsTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void streamsOverTheTransport(String transport) throws Exception {
        FakeModel model =
                FakeModel.builder().source(TextSource.fixed("It rained.")).build();
        try (LoopbackServer server = LoopbackServer.serving(model);
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .transport(transport)
                        .build()) {
            Completion streamed = client.stream(REQUEST).collect().get(20, TimeUnit.SECONDS);
            assertThat(streamed.text()).isEqualTo("It rained.");
        }
    }

    @Test
    void testsWithFakes(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any().json("/prompt", "Hello"), FakeReply.completion("It rained."));

        assertThat(client.complete(REQUEST)).isCompleted();
        assertThat(transport.requests().get(0)).hasJson("/model", "m").hasNoJson("/stream");
    }

    @AfterAll
    static void tellVersions() {
        System.out.println("Netty " + Version.identify().get("netty-common").artifactVersion() + ", jackson-core "
                + jackson() + ", JUnit " + Test.class.getPackage().getImplementationVersion() + ", AssertJ "
                + org.assertj.core.api.Assert.class.getPackage().getImplementationVersion());
    }

    private static String jackson() {
        return new tools.jackson.core.json.JsonFactory().version().toString();
    }
}
