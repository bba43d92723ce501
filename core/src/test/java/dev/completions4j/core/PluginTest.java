// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.CompletionsPlugin;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests plug-ins discovered on the class path. */
class PluginTest {

    /** The plug-in of the current test; null in other tests, whose clients have no plug-in. */
    private static volatile @Nullable CompletionsPlugin plugin;

    private final FakeTransport transport = new FakeTransport();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void switchOff() {
        plugin = null;
    }

    /** The plug-in that the service loader finds. */
    public static final class Switched implements CompletionsPlugin {

        @Override
        public @Nullable CompletionsInterceptor interceptor() {
            CompletionsPlugin current = plugin;
            return current == null ? null : current.interceptor();
        }

        @Override
        public CallListener.@Nullable Factory listener() {
            CompletionsPlugin current = plugin;
            return current == null ? null : current.listener();
        }
    }

    private CompletionsInterceptor intercepting(String name) {
        return new CompletionsInterceptor() {
            @Override
            public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
                events.add(name + " intercepts");
                return chain.complete(request, options);
            }
        };
    }

    private CallListener.Factory listening(String name) {
        return call -> {
            events.add(name + " hears");
            return new CallListener() {};
        };
    }

    private void call(UnaryOperator<CompletionsClient.Builder> settings) {
        CompletionsClient.Builder builder = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .interceptor(intercepting("application"))
                .listener(listening("application"));
        try (CompletionsClient client = settings.apply(builder).build()) {
            CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
            Responses.ok(transport.next());
            assertThat(completion).isCompleted();
        }
    }

    @Test
    void precedeTheApplicationsListenersAndInterceptors() {
        plugin = new CompletionsPlugin() {
            @Override
            public CompletionsInterceptor interceptor() {
                return intercepting("plugin");
            }

            @Override
            public CallListener.Factory listener() {
                return listening("plugin");
            }
        };
        call(builder -> builder);

        assertThat(events)
                .containsExactly("plugin intercepts", "application intercepts", "plugin hears", "application hears");
    }

    @Test
    void canBeDisabled() {
        plugin = new CompletionsPlugin() {
            @Override
            public CallListener.Factory listener() {
                return listening("plugin");
            }
        };
        call(builder -> builder.discoverPlugins(false));

        assertThat(events).containsExactly("application intercepts", "application hears");
    }

    @Test
    void areIgnoredIfTheyThrow() {
        plugin = new CompletionsPlugin() {
            @Override
            public CompletionsInterceptor interceptor() {
                return intercepting("plugin");
            }

            @Override
            public CallListener.Factory listener() {
                throw new IllegalStateException("no listener today");
            }
        };
        call(builder -> builder);

        assertThat(events).containsExactly("application intercepts", "application hears");
    }
}
