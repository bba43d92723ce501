// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportRequest;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests conflicting settings of a client, and how settings are unset. */
class ClientBuilderTest {

    private static final Set<String> SWITCHES_AND_ADDED =
            Set.of("requireTls", "paceByRateLimits", "discoverPlugins", "logBodies", "interceptor", "listener");

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(String.class, "https://gpu-7.example"),
            Map.entry(List.class, List.of("https://gpu-7.example", "https://gpu-8.example")),
            Map.entry(ServerProfile.class, ServerProfile.vllm()),
            Map.entry(Supplier.class, (Supplier<String>) () -> "a-key"),
            Map.entry(CredentialProvider.class, (CredentialProvider)
                    () -> CompletableFuture.completedFuture(Credential.of("a-key"))),
            Map.entry(Transport.class, new FakeTransport()),
            Map.entry(Duration.class, Duration.ofSeconds(7)),
            Map.entry(Timeout.class, Timeout.TOTAL),
            Map.entry(SSLContext.class, TestCertificate.clientContext()),
            Map.entry(ProxyServer.class, ProxyServer.http("proxy.test", 3128)),
            Map.entry(Long.class, 7L),
            Map.entry(Integer.class, 7),
            Map.entry(Executor.class, (Executor) Runnable::run),
            Map.entry(Scheduler.class, new ManualTime()),
            Map.entry(RetrySettings.class, RetrySettings.off()),
            Map.entry(RetryPolicy.class, (RetryPolicy) (attempt, failure) -> null));

    private final FakeTransport fake = new FakeTransport();
    private final CompletionsClient.Builder builder =
            CompletionsClient.builder().transport(fake).scheduler(new ManualTime());

    static Stream<Method> optionalProperties() {
        return Arrays.stream(CompletionsClient.Builder.class.getMethods())
                .filter(each -> each.getParameterCount() > 0
                        && !SWITCHES_AND_ADDED.contains(each.getName())
                        && !last(each).isPrimitive()
                        && last(each) != Timeout.class);
    }

    private static Class<?> last(Method setter) {
        return setter.getParameterTypes()[setter.getParameterCount() - 1];
    }

    @ParameterizedTest
    @MethodSource("optionalProperties")
    void everyOptionalPropertyAcceptsNull(Method setter) throws ReflectiveOperationException {
        @Nullable Object[] arguments =
                Arrays.stream(setter.getParameterTypes()).map(SAMPLES::get).toArray();
        if (arguments.length > 1 && setter.getParameterTypes()[0] == String.class) {
            arguments[0] = "x-name";
        }
        if (last(setter) != Transport.class) {
            setter.invoke(builder, arguments);
        }
        arguments[arguments.length - 1] = null;
        setter.invoke(builder, arguments);
        if (last(setter) == Transport.class) {
            builder.transport(fake);
        }

        builder.build().close();
    }

    @Test
    void nullUnsetsWhatWouldBeSent() {
        CompletionsClient client = builder.baseUrl("https://gpu-7.example")
                .baseUrl(null)
                .apiKey("a-key")
                .apiKey((String) null)
                .organization("o")
                .organization(null)
                .header("x-tenant", "t")
                .header("X-Tenant", null)
                .queryParameter("q", "1")
                .queryParameter("q", null)
                .build();
        var unused = client.complete(Wire.REQUEST);

        TransportRequest request = fake.next().request();
        HttpHeaders headers = request.headers();
        assertThat(request.uri()).hasToString("https://api.openai.com/v1/completions");
        assertThat(headers.names()).doesNotContain("authorization", "openai-organization", "x-tenant");
    }

    @Test
    void nullUnsetsProxyAndTlsContext() {
        builder.proxy(ProxyServer.http("proxy.test", 3128))
                .proxy(null)
                .sslContext(TestCertificate.clientContext())
                .sslContext(null)
                .build()
                .close();
    }

    @Test
    void aSwitchCanBeTurnedOffAgain() {
        builder.baseUrl("http://gpu-7.example")
                .apiKey("a-key")
                .requireTls(true)
                .requireTls(false)
                .build()
                .close();
    }

    @Test
    void rejectsAnEmptyListOfServers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.baseUrls(List.of()))
                .withMessage("baseUrls is empty; pass at least one URL");
    }

    @Test
    void rejectsATlsContextWithASuppliedTransport() {
        assertRejects(builder.sslContext(TestCertificate.clientContext()));
    }

    @Test
    void rejectsAProxyWithASuppliedTransport() {
        assertRejects(builder.proxy(ProxyServer.http("proxy.test", 3128)));
    }

    private static void assertRejects(CompletionsClient.Builder builder) {
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessageContaining("sslContext or proxy")
                .withMessageContaining("was supplied");
    }
}
