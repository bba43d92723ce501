// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static dev.completions4j.spring.boot.Fakes.complete;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.CompletionsPlugin;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which clients there are, and which beans apply to them. */
class ClientsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CompletionsAutoConfiguration.class, SslAutoConfiguration.class));
    private final ApplicationContextRunner connected = runner.withUserConfiguration(Fakes.class);

    @Test
    void oneClientOfTheTopLevel() {
        connected
                .withPropertyValues("completions4j.base-url=http://a/v1", "completions4j.api-key=k-1")
                .run(context -> {
                    assertThat(context).hasSingleBean(CompletionsClient.class).hasBean("completionsClient");

                    complete(context.getBean(CompletionsClient.class));

                    assertThat(hosts(context)).containsExactly("a");
                    assertThat(keys(context)).containsExactly("Bearer k-1");
                });
    }

    @Test
    void worksWithTheTransportThatTheStarterBrings() {
        runner.withPropertyValues("completions4j.base-url=http://127.0.0.1:1/v1", "completions4j.transport=jdk")
                .run(context -> assertThat(context).hasSingleBean(CompletionsClient.class));
    }

    @Test
    void namedClientsInPlaceOfTheTopLevel() {
        connected
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.chat.api-key=k-chat",
                        "completions4j.clients.code.base-url=http://b/v1")
                .withUserConfiguration(TwoClients.class)
                .run(context -> {
                    assertThat(context.getBeansOfType(CompletionsClient.class)).containsOnlyKeys("chat", "code");

                    TwoClients clients = context.getBean(TwoClients.class);
                    complete(clients.chat);
                    complete(clients.code);

                    assertThat(keys(context)).containsExactly("Bearer k-chat", "none");
                    assertThat(hosts(context)).containsExactly("a", "b");
                });
    }

    @Test
    void injectsThePrimaryClientWhereNoneIsNamed() {
        connected
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.primary=code",
                        "completions4j.clients.chat.max-in-flight=1",
                        "completions4j.clients.code.max-in-flight=2")
                .run(context ->
                        assertThat(context.getBean(CompletionsClient.class)).isSameAs(context.getBean("code")));
    }

    @Test
    void injectsNoClientIfNoneIsNamedAndNoneIsPrimary() {
        connected
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.chat.max-in-flight=1",
                        "completions4j.clients.code.max-in-flight=2")
                .run(context -> assertThat(
                                context.getBeanProvider(CompletionsClient.class).getIfUnique())
                        .isNull());
    }

    @Test
    void oneNamedClientNeedsNoName() {
        connected
                .withPropertyValues("completions4j.clients.chat.base-url=http://a/v1")
                .run(context -> assertThat(context)
                        .hasSingleBean(CompletionsClient.class)
                        .hasBean("chat"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small-model", "small_model", "smallModel"})
    void takesAnEnvironmentVariableForAPropertyOfTheSameClient(String name) {
        connected
                .withPropertyValues("completions4j.clients." + name + ".base-url=http://a/v1")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        Map.of("COMPLETIONS4J_CLIENTS_SMALLMODEL_APIKEY", "k-small"))))
                .run(context -> {
                    assertThat(context.getBeansOfType(CompletionsClient.class)).containsOnlyKeys(name);

                    complete(context.getBean(CompletionsClient.class));

                    assertThat(keys(context)).containsExactly("Bearer k-small");
                });
    }

    @Test
    void keepsClientsWhoseNamesNoEnvironmentVariableCanSpell() {
        connected
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.[gpt-3.5].max-in-flight=1",
                        "completions4j.clients.[gpt-35].max-in-flight=1",
                        "completions4j.clients.[模型].max-in-flight=1",
                        "completions4j.clients.[客户].max-in-flight=1")
                .run(context -> assertThat(context.getBeansOfType(CompletionsClient.class))
                        .containsOnlyKeys("gpt-3.5", "gpt-35", "模型", "客户"));
    }

    @Test
    void noneIfTheApplicationHasOne() {
        runner.withUserConfiguration(OwnClient.class)
                .withPropertyValues("completions4j.base-url=http://127.0.0.1:1/v1")
                .run(context -> assertThat(context)
                        .hasSingleBean(CompletionsClient.class)
                        .hasBean("own"));
    }

    @Test
    void startsWithEmptyValues() {
        runner.withPropertyValues(
                        "completions4j.base-url=http://127.0.0.1:1/v1",
                        "completions4j.transport=",
                        "completions4j.primary=",
                        "completions4j.enabled=",
                        "completions4j.shutdown-grace=",
                        "completions4j.health.timeout=")
                .run(context -> assertThat(context).hasSingleBean(CompletionsClient.class));
    }

    @Test
    void noneIfSwitchedOff() {
        runner.withPropertyValues("completions4j.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(CompletionsClient.class)
                        .doesNotHaveBean(ClientFactory.class));
    }

    @Test
    void closesThemWithTheContext() {
        CompletionsClient[] client = new CompletionsClient[1];
        connected
                .withPropertyValues("completions4j.base-url=http://a/v1")
                .run(context -> client[0] = context.getBean(CompletionsClient.class));

        assertThat(client[0].complete(Fakes.REQUEST))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ClientClosedException.class);
    }

    @Test
    void appliesBeansInOrder() {
        connected
                .withUserConfiguration(Extensions.class)
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.chat.max-in-flight=1",
                        "completions4j.clients.code.max-in-flight=2")
                .run(context -> {
                    List<String> seen = context.getBean(Extensions.class).seen;
                    assertThat(seen).as("customizers").containsExactly("first of chat", "second", "second");

                    seen.clear();
                    complete(context.getBean("chat", CompletionsClient.class));
                    assertThat(seen)
                            .containsExactly(
                                    "plug-in", "interceptor 1 of chat", "interceptor 2", "listener 1", "listener 2");

                    seen.clear();
                    complete(context.getBean("code", CompletionsClient.class));
                    assertThat(seen).containsExactly("plug-in", "interceptor 2", "listener 1", "listener 2");
                });
    }

    @Test
    void asksTheCredentialsBeanForKeys() {
        connected
                .withUserConfiguration(Credentials.class)
                .withPropertyValues("completions4j.base-url=http://a/v1")
                .run(context -> {
                    complete(context.getBean(CompletionsClient.class));

                    assertThat(keys(context)).containsExactly("Bearer of-all");
                });
    }

    @Test
    void sendsKeysOfOneServerToNoOther() {
        connected
                .withUserConfiguration(Credentials.class)
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.chat.max-in-flight=1",
                        "completions4j.clients.code.base-url=http://b/v1",
                        "completions4j.clients.docs.base-url=http://c/v1")
                .run(context -> {
                    complete(context.getBean("chat", CompletionsClient.class));
                    complete(context.getBean("code", CompletionsClient.class));
                    complete(context.getBean("docs", CompletionsClient.class));

                    assertThat(keys(context)).containsExactly("Bearer of-all", "none", "Bearer of-docs");
                });
    }

    @Test
    void asksTheRetryPolicyBean() {
        connected
                .withUserConfiguration(Policy.class)
                .withPropertyValues("completions4j.base-url=http://a/v1")
                .run(context -> {
                    FakeTransport transport = context.getBean(FakeTransport.class);
                    transport.close(); // each attempt fails

                    assertThat(context.getBean(CompletionsClient.class).complete(Fakes.REQUEST))
                            .isCompletedExceptionally();

                    assertThat(context.getBean(Policy.class).asked).containsExactly("1");
                });
    }

    @Test
    void appliesAScopedBeanOnceToItsClient() {
        connected
                .withUserConfiguration(Scoped.class)
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.chat.max-in-flight=1",
                        "completions4j.clients.code.max-in-flight=2")
                .run(context -> {
                    List<String> seen = context.getBean(Scoped.class).seen;

                    complete(context.getBean("chat", CompletionsClient.class));
                    assertThat(seen).containsExactly("interceptor of all", "listener of all");
                    assertThat(keys(context)).containsExactly("Bearer scoped");

                    seen.clear();
                    complete(context.getBean("code", CompletionsClient.class));
                    assertThat(seen)
                            .containsExactly(
                                    "prototype of code", "interceptor of all", "listener of code", "listener of all");
                });
    }

    @ParameterizedTest
    @CsvSource({"chat, code", "code, chat"})
    void appliesABeanToItsClientIfOnlyTheClassOfItsObjectHasTheQualifier(String first, String second) {
        qualifiedByClass(first, second).run(context -> assertThatCodeHasItsBeansAlone(context));
    }

    @ParameterizedTest
    @CsvSource({"chat, code", "code, chat"})
    void appliesALazyBeanToItsClientIfOnlyTheClassOfItsObjectHasTheQualifier(String first, String second) {
        qualifiedByClass(first, second)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    context.getBean("early");

                    assertThatCodeHasItsBeansAlone(context);
                });
    }

    /** Returns a context in which a bean is created before the beans of the clients, and the clients for it. */
    private ApplicationContextRunner qualifiedByClass(String... clients) {
        return runner.withInitializer(context -> ((GenericApplicationContext) context)
                        .registerBean(
                                "early",
                                List.class,
                                () -> Stream.of(clients).map(context::getBean).toList()))
                .withUserConfiguration(Fakes.class, Credentials.class, QualifiedByClass.class)
                .withPropertyValues(
                        "completions4j.base-url=http://a/v1",
                        "completions4j.clients.chat.max-in-flight=1",
                        "completions4j.clients.code.base-url=http://b/v1");
    }

    private static void assertThatCodeHasItsBeansAlone(ApplicationContext context) {
        List<String> seen = context.getBean(QualifiedByClass.class).seen;

        complete(context.getBean("chat", CompletionsClient.class));
        assertThat(seen).isEmpty();

        complete(context.getBean("code", CompletionsClient.class));
        assertThat(seen).containsExactlyInAnyOrder("prototype", "listener", "listener behind a proxy");
        assertThat(keys(context)).containsExactly("Bearer of-all", "Bearer of-code");
    }

    @Test
    void createsNoBeanOfAnotherClient() {
        connected
                .withUserConfiguration(OfAnotherClient.class)
                .withPropertyValues("completions4j.clients.chat.base-url=http://a/v1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    complete(context.getBean(CompletionsClient.class));
                });
    }

    @Test
    void appliesBeansOfAParentContextLikeItsOwn() {
        new ApplicationContextRunner()
                .withUserConfiguration(Extensions.class)
                .run(parent -> connected
                        .withParent(parent)
                        .withPropertyValues(
                                "completions4j.base-url=http://a/v1",
                                "completions4j.clients.chat.max-in-flight=1",
                                "completions4j.clients.code.max-in-flight=2")
                        .run(context -> {
                            List<String> seen = parent.getBean(Extensions.class).seen;
                            assertThat(seen).as("customizers").containsExactly("first of chat", "second", "second");

                            seen.clear();
                            complete(context.getBean("code", CompletionsClient.class));
                            assertThat(seen).containsExactly("plug-in", "interceptor 2", "listener 1", "listener 2");
                        }));
    }

    private static List<String> hosts(ApplicationContext context) {
        FakeTransport transport = context.getBean(FakeTransport.class);
        return Stream.generate(transport::next)
                .limit(transport.exchanges())
                .map(exchange -> exchange.request().uri().getHost())
                .toList();
    }

    private static List<String> keys(ApplicationContext context) {
        return context.getBean(FakeTransport.class).requests().stream()
                .map(request -> request.headers().first("Authorization"))
                .map(key -> key == null ? "none" : key)
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoClients {

        private final CompletionsClient chat;
        private final CompletionsClient code;

        @Autowired
        TwoClients(@Qualifier("chat") CompletionsClient chat, @Qualifier("code") CompletionsClient code) {
            this.chat = chat;
            this.code = code;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean
        CompletionsClient own(CompletionsClient.Builder builder) {
            return builder.build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Extensions {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        CompletionsClientCustomizer second() {
            return builder -> seen.add("second");
        }

        @Bean
        @Order(1)
        @Qualifier("chat") CompletionsClientCustomizer first() {
            return builder -> seen.add("first of chat");
        }

        @Bean
        @Order(2)
        CompletionsInterceptor secondInterceptor() {
            return new Interceptor("interceptor 2", seen);
        }

        @Bean
        @Order(1)
        @Qualifier("chat") CompletionsInterceptor firstInterceptor() {
            return new Interceptor("interceptor 1 of chat", seen);
        }

        @Bean
        @Order(2)
        CallListener.Factory secondListener() {
            return listener("listener 2");
        }

        @Bean
        @Order(1)
        CallListener.Factory firstListener() {
            return listener("listener 1");
        }

        @Bean
        CompletionsPlugin plugin() {
            return new CompletionsPlugin() {
                @Override
                public CompletionsInterceptor interceptor() {
                    return new Interceptor("plug-in", seen);
                }
            };
        }

        private CallListener.Factory listener(String name) {
            return call -> {
                seen.add(name);
                return null;
            };
        }
    }

    private record Interceptor(String name, List<String> seen) implements CompletionsInterceptor {

        @Override
        public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
            seen.add(name);
            return chain.complete(request, options);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Credentials {

        @Bean
        CredentialProvider ofAll() {
            return () -> CompletableFuture.completedFuture(Credential.of("of-all"));
        }

        @Bean
        @Qualifier("docs") CredentialProvider ofDocs() {
            return () -> CompletableFuture.completedFuture(Credential.of("of-docs"));
        }
    }

    /** Beans whose scope has a proxy, and a prototype. */
    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        static CustomScopeConfigurer threadScope() {
            CustomScopeConfigurer scopes = new CustomScopeConfigurer();
            scopes.addScope("thread", new SimpleThreadScope());
            return scopes;
        }

        @Bean
        @Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        CredentialProvider credentials() {
            return () -> CompletableFuture.completedFuture(Credential.of("scoped"));
        }

        @Bean
        @Order(2)
        @Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        CallListener.Factory listenerOfAll() {
            return listener("listener of all");
        }

        @Bean
        @Order(1)
        @Qualifier("code") @Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        CallListener.Factory listenerOfCode() {
            return listener("listener of code");
        }

        @Bean
        @Order(2)
        CompletionsInterceptor ofAll() {
            return new Interceptor("interceptor of all", seen);
        }

        @Bean
        @Order(1)
        @Qualifier("code") @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        CompletionsInterceptor ofCode() {
            return new Interceptor("prototype of code", seen);
        }

        private CallListener.Factory listener(String name) {
            return call -> {
                seen.add(name);
                return null;
            };
        }
    }

    /** Beans that are declared by their interface; only their classes say which client they are for. */
    @Configuration(proxyBeanMethods = false)
    static class QualifiedByClass {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        CredentialProvider credentials() {
            return new CodeCredentials();
        }

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        CompletionsInterceptor interceptor() {
            return new CodeInterceptor(seen);
        }

        @Bean
        CallListener.Factory listener() {
            return new CodeListener("listener", seen);
        }

        @Bean
        CallListener.Factory proxiedListener() {
            return (CallListener.Factory)
                    new ProxyFactory(new CodeListener("listener behind a proxy", seen)).getProxy();
        }
    }

    @Qualifier("code") private static final class CodeCredentials implements CredentialProvider {

        @Override
        public CompletableFuture<Credential> credential() {
            return CompletableFuture.completedFuture(Credential.of("of-code"));
        }
    }

    @Qualifier("code") private record CodeInterceptor(List<String> seen) implements CompletionsInterceptor {

        @Override
        public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
            seen.add("prototype");
            return chain.complete(request, options);
        }
    }

    @Qualifier("code") private record CodeListener(String name, List<String> seen) implements CallListener.Factory {

        @Override
        public @Nullable CallListener onCall(CallInfo call) {
            seen.add(name);
            return null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfAnotherClient {

        @Bean
        @Lazy
        @Qualifier("code") CompletionsInterceptor interceptor() {
            throw new IllegalStateException("created");
        }

        @Bean
        @Lazy
        @Qualifier("code") CredentialProvider credentials() {
            throw new IllegalStateException("created");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Policy {

        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Bean
        RetryPolicy policy() {
            return (attempt, failure) -> {
                asked.add(String.valueOf(attempt));
                return null;
            };
        }
    }
}
