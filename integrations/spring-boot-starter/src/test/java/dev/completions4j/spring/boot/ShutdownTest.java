// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When clients are closed. */
class ShutdownTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CompletionsAutoConfiguration.class))
            .withUserConfiguration(Silent.class)
            .withPropertyValues("completions4j.base-url=http://a/v1");

    @Test
    void waitsForCallsInFlight() {
        runner.run(context -> {
            CompletionsClient client = context.getBean(CompletionsClient.class);
            CompletableFuture<Completion> call = client.complete(Fakes.REQUEST);
            FakeExchange exchange = context.getBean(FakeTransport.class).next();

            Thread closing = new Thread(context::close);
            closing.start();
            awaitRefusal(client);
            assertThat(call).isNotDone();
            exchange.head(200, "application/json");
            exchange.data(
                    "{\"id\": \"1\", \"object\": \"text_completion\", \"created\": 1, \"model\": \"m\", \"choices\":"
                            + " [{\"text\": \"!\", \"index\": 0, \"logprobs\": null, \"finish_reason\": \"stop\"}]}");
            exchange.complete();
            closing.join();

            assertThat(call)
                    .isCompletedWithValueMatching(
                            completion -> completion.text().equals("!"));
        });
    }

    @Test
    void abortsCallsThatOutlastTheGrace() {
        runner.withPropertyValues("completions4j.shutdown-grace=0").run(context -> {
            CompletableFuture<Completion> call =
                    context.getBean(CompletionsClient.class).complete(Fakes.REQUEST);

            context.close();

            assertThat(call)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(ClientClosedException.class);
        });
    }

    @Test
    void letsTheWebServerCompleteItsRequestsFirst() {
        runner.withUserConfiguration(WebServer.class).run(context -> {
            WebServer server = context.getBean(WebServer.class);

            context.close();

            assertThat(server.lastRequest)
                    .isCompletedWithValueMatching(
                            completion -> completion.text().equals("!"));
        });
    }

    @Test
    void keepsTheClientsOfAContextThatIsStoppedAndStarted() {
        runner.run(context -> {
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();

            assertThat(context.getBean(CompletionsClient.class).complete(Fakes.REQUEST))
                    .isNotDone();
            context.getBean(FakeTransport.class).close();
        });
    }

    @Test
    void createsNoClientToShutItDown() {
        AtomicInteger created = new AtomicInteger();
        runner.withBean("counting", CompletionsClientCustomizer.class, () -> builder -> created.incrementAndGet())
                .withInitializer(context -> context.addBeanFactoryPostProcessor(factory -> {
                    for (String name : factory.getBeanDefinitionNames()) {
                        factory.getBeanDefinition(name).setLazyInit(true);
                    }
                }))
                .run(context -> {
                    context.close();

                    assertThat(created).hasValue(0);
                });
    }

    /** The refusal of new calls is the first that a client does when it shuts down. */
    private static void awaitRefusal(CompletionsClient client) {
        while (true) {
            CompletableFuture<?> probe = client.complete(Fakes.REQUEST);
            if (probe.isCompletedExceptionally()) {
                return;
            }
            probe.cancel(false);
            Thread.onSpinWait();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Silent {

        @Bean(destroyMethod = "")
        FakeTransport fakeTransport() {
            return new FakeTransport();
        }

        @Bean
        CompletionsClientCustomizer fakeTransportCustomizer(FakeTransport transport) {
            return builder -> builder.transport(transport);
        }
    }

    /** Stops in the phase of web servers, and calls the model for a last request meanwhile. */
    @Configuration(proxyBeanMethods = false)
    static class WebServer implements SmartLifecycle {

        private final CompletionsClient client;
        private final FakeTransport transport;
        private CompletableFuture<Completion> lastRequest = new CompletableFuture<>();
        private boolean running;

        WebServer(CompletionsClient client, FakeTransport transport) {
            this.client = client;
            this.transport = transport;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            transport.expect(RequestPattern.any(), FakeReply.completion("!"));
            lastRequest = client.complete(Fakes.REQUEST);
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 2048;
        }
    }
}
