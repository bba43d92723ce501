// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import dev.completions4j.transport.ProxyServer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The calls of a client's builder, as texts, that properties lead to. */
final class BuilderCalls {

    private final List<String> calls = new ArrayList<>();

    private BuilderCalls() {}

    /** Returns the calls for a client, except those that every client makes. */
    static List<String> of(Map<String, String> properties, String client) {
        CompletionsProperties bound = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("completions4j", CompletionsProperties.class);
        BuilderCalls recorded = new BuilderCalls();
        PropertiesConfigurer configurer =
                new PropertiesConfigurer(PropertyLayers.of(bound, client), BuilderCalls::bundle);
        configurer.configure(recorded.builder());
        recorded.calls.add("discoverPlugins(" + configurer.discoversPlugins() + ")");
        List<String> made = new ArrayList<>(recorded.calls);
        made.removeAll(List.of(
                "retries(RetrySettings[maxAttempts=3, baseDelay=PT0.5S, minDelay=PT0.05S, maxDelay=PT8S,"
                        + " maxRetryAfter=PT1M, retryUnanswered=true, budget=100])",
                "discoverPlugins(true)"));
        return made;
    }

    private static SSLContext bundle(String name) {
        if (!name.equals("internal")) {
            throw new IllegalArgumentException("no such bundle");
        }
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private CompletionsClient.Builder builder() {
        return (CompletionsClient.Builder) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CompletionsClient.Builder.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName() + "(" + texts(arguments) + ")");
                    return proxy;
                });
    }

    private static String texts(@Nullable Object @Nullable [] arguments) {
        return arguments == null
                ? ""
                : Arrays.stream(arguments).map(BuilderCalls::text).collect(Collectors.joining(", "));
    }

    private static String text(@Nullable Object argument) {
        if (argument instanceof SSLContext) {
            return "SSLContext";
        }
        return argument instanceof ProxyServer proxy && proxy.user() != null
                ? proxy + " as " + proxy.user()
                : String.valueOf(argument);
    }
}
