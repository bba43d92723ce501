// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.Fault;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that uses what needs reachability metadata in a native image, and prints what became of it. */
final class NativeProgram {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").maxTokens(5).build();

    private NativeProgram() {}

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        run().forEach(System.out::println);
    }

    /** Returns a line for each thing that worked. */
    static List<String> run() throws IOException, ClassNotFoundException {
        FakeModel model = FakeModel.builder().build();
        List<String> lines = new ArrayList<>();
        for (String transport : List.of("jdk", "netty")) {
            try (LoopbackServer server = LoopbackServer.serving(model);
                    LoopbackServer secure = LoopbackServer.serving(model, TestCertificate.serverContext());
                    LoopbackServer cutting =
                            LoopbackServer.running(Fault.cut().afterEvents(2).over(FakeEndpoint.of(model)))) {
                lines.add(transport + ": " + complete(builder(transport, server)));
                lines.add(transport + " with TLS: "
                        + complete(builder(transport, secure).sslContext(TestCertificate.clientContext())));
                lines.add(transport + ": " + truncate(builder(transport, cutting)));
            }
        }
        for (Exception failure : SerializedFailures.ALL) {
            lines.add("serialized: "
                    + SerializedFailures.copyOf(failure).getClass().getSimpleName());
        }
        return lines;
    }

    private static CompletionsClient.Builder builder(String transport, LoopbackServer server) {
        return CompletionsClient.builder().baseUrl(server.baseUrl()).transport(transport);
    }

    private static String complete(CompletionsClient.Builder builder) {
        try (CompletionsClient client = builder.build()) {
            Completion whole = result(client.complete(REQUEST));
            Completion streamed = result(client.stream(REQUEST).collect());
            int models = result(client.models()).models().size();
            return "completed " + !whole.text().isEmpty() + ", streamed "
                    + !streamed.text().isEmpty() + ", " + models + " model";
        }
    }

    private static String truncate(CompletionsClient.Builder builder) {
        try (CompletionsClient client = builder.build()) {
            return result(client.stream(REQUEST)
                    .collect()
                    .handle((completion, failure) -> failure.getClass().getSimpleName()));
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
