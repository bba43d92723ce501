// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** The health of the servers, through the types of the Boot version at hand. */
class HealthTest {

    private static final String BEAN = "completionsHealthContributor";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Boot 4 has other packages than Boot 3. */
    private static final String PACKAGE = Stream.of(
                    "org.springframework.boot.health.contributor", "org.springframework.boot.actuate.health")
            .filter(each -> ClassUtils.isPresent(each + ".HealthIndicator", null))
            .findFirst()
            .orElseThrow();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("completions4j.base-url=http://a/v1", "completions4j.api-key=k-secret");

    @Test
    void isUpIfTheServerListsItsModels() {
        runner.run(context -> {
            FakeTransport transport = context.getBean(FakeTransport.class);
            transport.expect(
                    RequestPattern.get("/v1/models"),
                    FakeReply.json("{\"object\": \"list\", \"data\": [{\"id\": \"m\", \"object\": \"model\"}]}"));

            assertThat(health(context.getBean(BEAN))).isEqualTo("UP {models=1}");
        });
    }

    @Test
    void isDownIfTheServerRefusesTheKey() {
        runner.run(context -> {
            FakeTransport transport = context.getBean(FakeTransport.class);
            transport.expect(RequestPattern.any(), FakeReply.error(401, "Incorrect API key provided: k-secret"));

            assertThat(health(context.getBean(BEAN)))
                    .startsWith("DOWN {error=dev.completions4j.ApiException: ")
                    .doesNotContain("k-secret");
        });
    }

    @Test
    void isDownAfterOneAttempt() {
        runner.run(context -> {
            FakeTransport transport = context.getBean(FakeTransport.class);
            transport.expect(RequestPattern.any(), FakeReply.error(503, "Loading"));

            assertThat(health(context.getBean(BEAN))).startsWith("DOWN ");
            assertThat(transport.requests()).hasSize(1);
        });
    }

    @Test
    void isDownIfTheServerIsSilent() {
        ManualTime time = new ManualTime();
        runner.withBean(CompletionsClientCustomizer.class, () -> builder -> builder.scheduler(time))
                .run(context -> {
                    Object indicator = context.getBean(BEAN);
                    CompletableFuture<String> health = CompletableFuture.supplyAsync(() -> health(indicator));
                    var unused = context.getBean(FakeTransport.class).next(PATIENCE);
                    time.advance(Duration.ofSeconds(3));

                    assertThat(health)
                            .succeedsWithin(PATIENCE)
                            .asString()
                            .startsWith("DOWN {error=dev.completions4j.CallTimeoutException: ");
                });
    }

    @ParameterizedTest
    @CsvSource({"0, 1m, QueueFullException", "1, 10ms, CallTimeoutException"})
    void isUnknownIfTheClientIsBusy(int maxQueued, String timeout, String failure) {
        runner.withPropertyValues(
                        "completions4j.health.timeout=" + timeout,
                        "completions4j.max-in-flight=1",
                        "completions4j.max-queued=" + maxQueued)
                .run(context -> {
                    CompletionsClient client = context.getBean(CompletionsClient.class);
                    CompletableFuture<?> call = client.complete(Fakes.REQUEST);

                    assertThat(health(context.getBean(BEAN)))
                            .startsWith("UNKNOWN {error=dev.completions4j." + failure + ": ");
                    assertThat(call).isNotDone();

                    client.close();
                });
    }

    @ParameterizedTest
    @MethodSource("repliesThatHoldCallsBack")
    void isUnknownIfTheServerAskedTheClientToWait(FakeReply reply) {
        runner.withPropertyValues(
                        "completions4j.health.timeout=10ms",
                        "completions4j.retries.max-attempts=1",
                        "completions4j.pace-by-rate-limits=true")
                .run(context -> {
                    FakeTransport transport = context.getBean(FakeTransport.class);
                    transport.expect(RequestPattern.any(), reply);
                    CompletableFuture<?> call =
                            context.getBean(CompletionsClient.class).complete(Fakes.REQUEST);
                    assertThat(call).isDone();

                    assertThat(health(context.getBean(BEAN)))
                            .startsWith("UNKNOWN {error=dev.completions4j.CallTimeoutException: ");
                    assertThat(transport.requests()).hasSize(1);
                });
    }

    static Stream<FakeReply> repliesThatHoldCallsBack() {
        return Stream.of(
                FakeReply.error(429, "Slow down").header("Retry-After", "30"),
                FakeReply.completion("!")
                        .header("x-ratelimit-limit-requests", "1")
                        .header("x-ratelimit-remaining-requests", "0")
                        .header("x-ratelimit-reset-requests", "30s"));
    }

    @Test
    void isUnknownIfTheKeyDoesNotArriveInTime() {
        runner.withPropertyValues("completions4j.health.timeout=10ms", "completions4j.api-key=")
                .withBean(CredentialProvider.class, () -> CompletableFuture::new)
                .run(context -> assertThat(health(context.getBean(BEAN)))
                        .startsWith("UNKNOWN {error=dev.completions4j.CallTimeoutException: "));
    }

    @Test
    void isDownIfThereIsNoKey() {
        runner.withPropertyValues("completions4j.api-key=")
                .withBean(
                        CredentialProvider.class,
                        () -> () -> CompletableFuture.failedFuture(new IllegalStateException("no key")))
                .run(context -> assertThat(health(context.getBean(BEAN)))
                        .startsWith("DOWN {error=dev.completions4j.CredentialException: "));
    }

    @Test
    void isThatOfEachNamedClient() {
        runner.withPropertyValues(
                        "completions4j.clients.chat.max-in-flight=1", "completions4j.clients.code.base-url=http://b/v1")
                .run(context -> {
                    FakeTransport transport = context.getBean(FakeTransport.class);
                    transport.expect(
                            RequestPattern.any().header("Authorization", "Bearer k-secret"),
                            FakeReply.json("{\"object\": \"list\", \"data\": []}"));
                    transport.expect(RequestPattern.any().noHeader("Authorization"), FakeReply.error(500, "Oops"));

                    Object composite = context.getBean(BEAN);
                    assertThat(health(member(composite, "chat"))).isEqualTo("UP {models=0}");
                    assertThat(health(member(composite, "code"))).startsWith("DOWN ");
                    List<ReceivedRequest> requests = transport.requests();
                    assertThat(requests).hasSize(2);
                });
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues("management.health.completions.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(BEAN));
        runner.withPropertyValues("completions4j.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
    }

    /** Returns status and details. */
    private static String health(Object indicator) {
        try {
            Object health = call("HealthIndicator", "health", indicator);
            Object details = call("Health", "getDetails", health);
            return call("Health", "getStatus", health) + " " + (details instanceof Map ? details : "");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object member(Object composite, String name) throws ReflectiveOperationException {
        Method method =
                Class.forName(PACKAGE + ".CompositeHealthContributor").getMethod("getContributor", String.class);
        return method.invoke(composite, name);
    }

    private static Object call(String type, String method, Object target) throws ReflectiveOperationException {
        return Class.forName(PACKAGE + "." + type).getMethod(method).invoke(target);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean(destroyMethod = "")
        FakeTransport fakeTransport() {
            return new FakeTransport();
        }

        @Bean
        CompletionsClientCustomizer fakeTransportCustomizer(FakeTransport transport) {
            return builder -> builder.transport(transport);
        }
    }
}
