// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A client of the version that its class loader has; another class loader uses it as types of the JDK. */
final class VersionedClient implements Callable<String>, AutoCloseable {

    private final String transport;
    private final LoopbackServer server;
    private final CompletionsClient client;

    VersionedClient(String transport) {
        this.transport = transport;
        server = LoopbackServer.serving(FakeModel.builder().build());
        client = CompletionsClient.builder()
                .baseUrl(server.baseUrl())
                .transport(transport)
                .build();
    }

    /** Streams a completion, and says which versions did so. */
    @Override
    public String call() throws Exception {
        client.stream(CompletionRequest.builder().model("m").prompt("p").build())
                .collect()
                .get(20, TimeUnit.SECONDS);
        return "API " + versionOf(CompletionsClient.class) + ", engine " + versionOf(client.getClass()) + ", over "
                + transport + ", " + without(transport.equals("jdk") ? "netty" : "jdk");
    }

    private String without(String absent) {
        try (CompletionsClient other = CompletionsClient.builder()
                .baseUrl(server.baseUrl())
                .transport(absent)
                .build()) {
            return "found " + absent + " in " + other;
        } catch (IllegalStateException notFound) {
            return "without " + absent;
        }
    }

    private static String versionOf(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
