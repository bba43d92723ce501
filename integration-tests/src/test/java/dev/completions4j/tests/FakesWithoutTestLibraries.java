// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;

/** A program that uses the fakes without JUnit and AssertJ. */
final class FakesWithoutTestLibraries {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    private FakesWithoutTestLibraries() {}

    public static void main(String[] arguments) {
        System.out.println("JUnit: " + isThere("org.junit.jupiter.api.Test"));
        System.out.println("AssertJ: " + isThere("org.assertj.core.api.Assertions"));
        System.out.println("script: " + scripted());
        System.out.println("server: " + served());
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String scripted() {
        ManualTime time = new ManualTime();
        FakeTransport transport = new FakeTransport(time);
        transport.expect(
                RequestPattern.any().json("/prompt", "Hello"),
                FakeReply.stream(", ", "world").after(Duration.ofSeconds(1)));
        RecordingSubscriber subscriber = new RecordingSubscriber();
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://localhost/v1")
                .transport(transport)
                .scheduler(time)
                .build()) {
            client.stream(REQUEST).subscribe(subscriber);
            time.advance(Duration.ofSeconds(1));
        }
        transport.verify();
        return subscriber.text();
    }

    private static String served() {
        FakeModel model =
                FakeModel.builder().source((prompt, seed, choice) -> ", there").build();
        try (LoopbackServer server = LoopbackServer.serving(model);
                CompletionsClient client =
                        CompletionsClient.builder().baseUrl(server.baseUrl()).build()) {
            return client.complete(REQUEST).join().text();
        }
    }
}
