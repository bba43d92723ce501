// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeliveryTest {

    private static final ResponseHead OK = new ResponseHead(200, "HTTP/1.1", HttpHeaders.empty());
    private final List<String> asked = new ArrayList<>();
    private final RecordingHandler handler = new RecordingHandler() {
        @Override
        void whenStarted(Exchange exchange) {}
    };
    private final Delivery delivery = new Delivery(handler, new Upstream() {
        @Override
        public void pull() {
            asked.add("pull");
        }

        @Override
        public void delivered() {
            asked.add("delivered");
        }

        @Override
        public void request(long chunks) {
            delivery().request(chunks);
        }

        @Override
        public void cancel() {
            asked.add("cancel");
            delivery().stop();
        }
    });

    @Test
    void anEndDoesNotOvertakeDataThatWaits() {
        begin();
        delivery.data(buffer("a"));
        delivery.fail(failure(TransportException.Kind.TRUNCATED));
        assertThat(handler.calls()).containsExactly("start", "head 200");

        delivery.request(1);
        assertThat(handler.calls()).containsExactly("start", "head 200", "data a", "failure TRUNCATED HEAD_RECEIVED");
    }

    @Test
    void anEndNeedsNoDemand() {
        begin();
        delivery.complete();

        assertThat(handler.calls()).containsExactly("start", "head 200", "complete");
        assertThat(asked).containsExactly("delivered");
    }

    @Test
    void pullsMoreAfterEverythingIsDelivered() {
        begin();
        delivery.data(buffer("a"));
        assertThat(asked).isEmpty();

        delivery.request(1);
        assertThat(asked).containsExactly("pull");
    }

    @Test
    void anEmptyBufferIsNotDelivered() {
        begin();
        delivery.data(buffer(""));

        assertThat(handler.calls()).containsExactly("start", "head 200");
        assertThat(asked).containsExactly("pull");
    }

    @Test
    void abandoningDiscardsPendingData() {
        begin();
        delivery.data(buffer("a"));
        delivery.complete();
        delivery.abandon(failure(TransportException.Kind.CLOSED));
        delivery.request(5);

        assertThat(handler.calls()).containsExactly("start", "head 200", "failure CLOSED HEAD_RECEIVED");
    }

    @Test
    void nothingIsCalledAfterStop() {
        begin();
        delivery.data(buffer("a"));
        delivery.stop();
        delivery.request(1);
        delivery.complete();

        assertThat(handler.calls()).containsExactly("start", "head 200");
    }

    @Test
    void theFirstOfTwoEndsApplies() {
        begin();
        delivery.data(buffer("a"));
        delivery.complete();
        delivery.fail(failure(TransportException.Kind.TRUNCATED));
        delivery.request(1);

        assertThat(handler.calls()).containsExactly("start", "head 200", "data a", "complete");
    }

    @Test
    void demandSaturates() {
        begin();
        delivery.request(Long.MAX_VALUE);
        delivery.request(Long.MAX_VALUE);
        delivery.data(buffer("a"));
        delivery.data(buffer("b"));

        assertThat(handler.calls()).endsWith("data a", "data b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aThrowingHandlerIsCancelledEvenIfReportingFails(int calls) {
        List<String> cancelled = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((of, thrown) -> {
            cancelled.add(thrown.getClass().getSimpleName());
            throw new StackOverflowError();
        });
        try {
            AtomicInteger left = new AtomicInteger(calls);
            ResponseHandler throwing = (ResponseHandler) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ResponseHandler.class}, (proxy, method, arguments) -> {
                        if (left.getAndDecrement() == 0) {
                            throw new NoClassDefFoundError("of a handler");
                        }
                        return null;
                    });
            Delivery guarded = new Delivery(throwing, new Upstream() {
                @Override
                public void pull() {}

                @Override
                public void delivered() {}

                @Override
                public void request(long chunks) {}

                @Override
                public void cancel() {
                    cancelled.add("cancel");
                }
            });
            guarded.start();
            guarded.head(OK);
            guarded.request(5);
            guarded.data(buffer("a"));
            guarded.complete();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        assertThat(cancelled).containsExactly("cancel", "NoClassDefFoundError");
    }

    private Delivery delivery() {
        return delivery;
    }

    private void begin() {
        delivery.start();
        delivery.head(OK);
    }

    private static TransportException failure(TransportException.Kind kind) {
        return new TransportException(kind, RequestProgress.HEAD_RECEIVED, "A test", null);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
