// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.junit.CompletionsExtension;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What the extension provides to tests, and when it fails them; each case runs a test of {@link Samples}. */
class CompletionsExtensionTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    @AfterEach
    void releaseThreads() {
        Samples.release.countDown();
        Samples.release = new CountDownLatch(1);
    }

    @Test
    void providesOneFixtureToFieldsAndParameters() {
        assertThat(failureOf("sharesOneFixture")).isNull();
    }

    @Test
    void providesEachTestWithAFixture() {
        assertThat(failureOf("sharesOneFixture")).isNull();
        assertThat(failureOf("sharesOneFixture")).isNull();
    }

    @Test
    void supportsNestedTests() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectNestedClass(List.of(Samples.class), Samples.Inner.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1).succeeded(1));
    }

    @Test
    void passesIfTheScriptIsFollowedInManualTime() {
        assertThat(failureOf("followsItsScript")).isNull();
    }

    @Test
    void failsForAnUnusedScript() {
        assertThat(failureOf("leavesAScriptUnused"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("missing: any request (answered 0 of 1)");
    }

    @Test
    void failsForAnUnexpectedRequest() {
        assertThat(failureOf("sendsSomethingElse"))
                .hasMessageContaining("unexpected: POST /v1/completions")
                .hasMessageContaining("/prompt is \"Hello\"");
    }

    @Test
    void failsForAnOpenExchange() {
        assertThat(failureOf("leavesAnExchangeOpen"))
                .hasMessageContaining("The test left exchanges open")
                .hasMessageContaining("POST http://localhost/v1/completions");
    }

    @Test
    void failsForARunningThread() {
        assertThat(failureOf("leavesAThread"))
                .hasMessageContaining("The test left the thread completions4j-left-behind running");
    }

    @Test
    void passesWhileTheSharedThreadsOfResolversAreIdle() {
        assertThat(failureOf("leavesThreadsOfResolvers")).isNull();
    }

    /** A thread may be that of a concurrent class, although the test itself runs on the thread of its class. */
    @Test
    void doesNotCheckThreadsIfClassesRunConcurrently() {
        Event finished = run(
                "leavesAThread",
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "same_thread",
                        "junit.jupiter.execution.parallel.mode.classes.default", "concurrent"));

        assertThat(failureOf(finished)).isNull();
    }

    @Test
    void keepsTheTestsOwnFailurePrimary() {
        assertThat(failureOf("failsOnItsOwn"))
                .hasMessage("its own")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(each -> assertThat(each).hasMessageContaining("missing: ")));
    }

    private static @Nullable Throwable failureOf(String method) {
        return failureOf(run(method, Map.of()));
    }

    private static Event run(String method, Map<String, String> configuration) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameters(configuration)
                .selectors(selectMethod(Samples.class.getName() + "#" + method + signature(method)))
                .execute()
                .testEvents()
                .finished()
                .list()
                .get(0);
    }

    private static @Nullable Throwable failureOf(Event finished) {
        return finished.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElse(null);
    }

    private static String signature(String method) {
        return method.equals("sharesOneFixture")
                ? "(" + CompletionsClient.class.getName() + "," + FakeTransport.class.getName() + ","
                        + ManualTime.class.getName() + ")"
                : "()";
    }

    /** Tests that only this class runs. */
    @ExtendWith(CompletionsExtension.class)
    @SuppressWarnings({"NullAway.Init", "unused"})
    static class Samples {

        /** Ends the threads that a sample leaves. */
        static volatile CountDownLatch release = new CountDownLatch(1);

        private CompletionsClient client;
        private FakeTransport transport;
        private ManualTime time;
        private boolean prepared;

        @BeforeEach
        void prepare(FakeTransport given) {
            prepared = given == transport;
        }

        @AfterEach
        void findsThemOpen(FakeTransport given) {
            assertThat(given.closed()).isFalse();
        }

        @Test
        void sharesOneFixture(CompletionsClient client, FakeTransport transport, ManualTime time) {
            assertThat(client).isSameAs(this.client);
            assertThat(transport).isSameAs(this.transport);
            assertThat(time).isSameAs(this.time);
            assertThat(prepared).isTrue();
            assertThat(time.nanoTime()).isZero();
            time.advance(Duration.ofSeconds(1));
        }

        @Test
        void followsItsScript() {
            transport.expect(
                    RequestPattern.post("/v1/completions"),
                    FakeReply.completion("Hi").after(Duration.ofSeconds(1)));
            CompletableFuture<Completion> completion = client.complete(REQUEST);
            assertThat(completion).isNotDone();

            time.advance(Duration.ofSeconds(1));

            assertThat(completion.join().text()).isEqualTo("Hi");
        }

        @Test
        void leavesAScriptUnused() {
            transport.expect(RequestPattern.any(), FakeReply.completion("Hi"));
        }

        @Test
        void sendsSomethingElse() {
            transport.always(RequestPattern.any().json("/prompt", "Bye"), FakeReply.completion("Hi"));
            assertThat(client.complete(REQUEST)).isCompletedExceptionally();
        }

        @Test
        void leavesAnExchangeOpen() {
            transport.expect(RequestPattern.any(), FakeReply.silence());
            assertThat(client.complete(REQUEST)).isNotDone();
        }

        @Test
        void leavesAThread() {
            startThread("completions4j-left-behind");
        }

        /** The names of the pools in the transports. */
        @Test
        void leavesThreadsOfResolvers() {
            startThread("completions4j-jdk-dns");
            startThread("completions4j-netty-dns-1");
        }

        @Test
        void failsOnItsOwn() {
            transport.expect(RequestPattern.any(), FakeReply.completion("Hi"));
            throw new AssertionError("its own");
        }

        private static void startThread(String name) {
            CountDownLatch end = release;
            Thread thread = new Thread(() -> await(end), name);
            thread.setDaemon(true);
            thread.start();
        }

        private static void await(CountDownLatch end) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Nested
        class Inner {

            @Test
            void hasTheFieldsOfTheOuterClass() {
                assertThat(client).isNotNull();
                assertThat(transport).isNotNull();
            }
        }
    }
}
