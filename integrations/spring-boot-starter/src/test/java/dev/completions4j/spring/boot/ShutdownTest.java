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
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** When clients are closed. */
class ShutdownTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CompletionsAutoConfiguration.class))
            .withUserConfiguration(Silent.class)
            .withPropertyValues("completions4j.base-url=http://a/v1");

    @Test
    void waitsForCallsInFlight() {
        runner.run(context -> assertThatClosingWaitsForACall(context, "completionsClient"));
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

    @ParameterizedTest
    @ValueSource(classes = {Mocked.class, Failing.class, FailingListener.class})
    void waitsForCallsInFlightWhateverElseFails(Class<?> other) {
        runner.withUserConfiguration(other, Real.class).run(context -> assertThatClosingWaitsForACall(context, "real"));
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

    private static void assertThatClosingWaitsForACall(ConfigurableApplicationContext context, String name)
            throws InterruptedException {
        CompletionsClient client = context.getBean(name, CompletionsClient.class);
        CompletableFuture<Completion> call = client.complete(Fakes.REQUEST);
        FakeExchange exchange = context.getBean(FakeTransport.class).next();

        Thread closing = new Thread(context::close);
        closing.start();
        awaitRefusal(client);
        assertThat(call).isNotDone();
        complete(exchange);
        closing.join();

        assertThat(call)
                .isCompletedWithValueMatching(completion -> completion.text().equals("!"));
    }

    private static void complete(FakeExchange exchange) {
        exchange.head(200, "application/json");
        exchange.data("{\"id\": \"1\", \"object\": \"text_completion\", \"created\": 1, \"model\": \"m\", \"choices\":"
                + " [{\"text\": \"!\", \"index\": 0, \"logprobs\": null, \"finish_reason\": \"stop\"}]}");
        exchange.complete();
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

    @Configuration(proxyBeanMethods = false)
    static class Real {

        @Bean
        CompletionsClient real(CompletionsClient.Builder builder) {
            return builder.build();
        }
    }

    /** A mock returns null from all methods. */
    @Configuration(proxyBeanMethods = false)
    static class Mocked {

        @Bean(destroyMethod = "")
        CompletionsClient mocked() {
            return client(method -> null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean(destroyMethod = "")
        CompletionsClient failing() {
            return client(method -> {
                throw new UnsupportedOperationException(method);
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingListener {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        ApplicationListener<ContextClosedEvent> failingListener() {
            return event -> {
                throw new UnsupportedOperationException("onApplicationEvent");
            };
        }
    }

    private static CompletionsClient client(UnaryOperator<@Nullable String> behavior) {
        return (CompletionsClient) Proxy.newProxyInstance(
                ShutdownTest.class.getClassLoader(),
                new Class<?>[] {CompletionsClient.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> "client";
                    default -> behavior.apply(method.getName());
                });
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
