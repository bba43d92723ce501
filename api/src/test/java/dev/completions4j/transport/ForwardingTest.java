// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that forwarding types forward every method of their interface, including those added later. */
class ForwardingTest {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            ByteBuffer.class, ByteBuffer.allocate(1),
            Duration.class, Duration.ofSeconds(1),
            ConnectionInfo.class, new ConnectionInfo(true, "HTTP/2", null),
            ResponseHead.class, new ResponseHead(200, "HTTP/1.1", HttpHeaders.empty()),
            TransportInfo.class, new TransportInfo("any", Set.of(), Set.of()),
            CompletableFuture.class, new CompletableFuture<Void>(),
            boolean.class, true);

    private final List<String> calls = new ArrayList<>();

    /** Returns an implementation that records which of its methods are called. */
    private <T> T recording(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return SAMPLES.get(method.getReturnType());
                }));
    }

    private static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(each -> !Modifier.isStatic(each.getModifiers())
                        && !each.getName().equals("close"));
    }

    static Stream<Method> ofTransports() {
        return methods(Transport.class);
    }

    static Stream<Method> ofHandlers() {
        return methods(ResponseHandler.class);
    }

    @ParameterizedTest
    @MethodSource("ofTransports")
    void transportsForward(Method method) throws ReflectiveOperationException {
        Transport delegate = recording(Transport.class);
        assertForwards(method, new ForwardingTransport() {
            @Override
            protected Transport delegate() {
                return delegate;
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ofHandlers")
    void handlersForward(Method method) throws ReflectiveOperationException {
        ResponseHandler delegate = recording(ResponseHandler.class);
        assertForwards(method, new ForwardingResponseHandler() {
            @Override
            protected ResponseHandler delegate() {
                return delegate;
            }
        });
    }

    @Test
    void closingShutsDownTheDecorator() {
        Transport delegate = recording(Transport.class);
        new ForwardingTransport() {
            @Override
            protected Transport delegate() {
                return delegate;
            }

            @Override
            @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
            public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
                calls.add("decorator " + grace);
                return new CompletableFuture<>();
            }
        }.close();

        assertThat(calls).containsExactly("decorator PT0S");
    }

    private void assertForwards(Method method, Object decorator)
            throws IllegalAccessException, InvocationTargetException {
        Object result = method.invoke(
                decorator,
                Arrays.stream(method.getParameterTypes()).map(SAMPLES::get).toArray());

        assertThat(calls).containsExactly(method.getName());
        assertThat(result).isEqualTo(SAMPLES.get(method.getReturnType()));
    }
}
