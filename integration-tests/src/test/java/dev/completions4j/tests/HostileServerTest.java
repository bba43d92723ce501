// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The resources that hostile servers and addresses can make a client retain. */
@Tag("soak")
class HostileServerTest {

    private static final int CLIENTS = 200;

    @Timeout(value = 5, unit = TimeUnit.MINUTES) // hundreds of megabytes, also on slow machines
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"JDK_TLS", "NETTY_TLS"})
    void excessiveStreamsEndWithinASmallHeap(Wire wire) throws Exception {
        String output = ChildJvm.run(
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                String.join(File.pathSeparator, ChildJvm.classPath(entry -> true)),
                HostileMemory.class.getName(),
                wire.name());

        assertThat(output.lines())
                .contains(
                        wire + " large events: MalformedResponseException",
                        wire + " large events, not retained: complete",
                        wire + " invalid choices: MalformedResponseException");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"JDK_TLS", "NETTY_TLS"})
    void resolvingAddressesUsesNoThreads(Wire wire) throws Exception {
        for (Thread ofOtherTests : lookupThreads(wire)) {
            // It ends after a while.
            ofOtherTests.join(TimeUnit.SECONDS.toMillis(20));
        }
        List<CompletionsClient> clients = new ArrayList<>();
        try (LoopbackServer server = wire.serve(connection -> {
            while (connection.readRequest() != null) {
                connection.write(Answers.json(Answers.completion("one")));
            }
        })) {
            for (int i = 0; i < CLIENTS; i++) {
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .transport(wire.transportName())
                        .build();
                clients.add(client);
                join(client.complete(
                        CompletionRequest.builder().model("m").prompt("p").build()));
            }

            assertThat(lookupThreads(wire)).isEmpty();
            clients.forEach(CompletionsClient::close);
        }
    }

    private static List<Thread> lookupThreads(Wire wire) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("completions4j-" + wire.transportName() + "-dns"))
                .toList();
    }
}
