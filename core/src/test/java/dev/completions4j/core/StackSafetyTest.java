// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that requesting the next chunk inside each call, as most subscribers do, does not grow the stack. */
class StackSafetyTest {

    private static final int CHUNKS = 1_000_000;

    @Test
    void aMillionChunksOfFewBuffers() {
        assertDeliversAll(CHUNKS, 100_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void chunksOfManyBuffers(int chunksPerBuffer) {
        assertDeliversAll(100_000, chunksPerBuffer);
    }

    private static void assertDeliversAll(int chunks, int chunksPerBuffer) {
        FakeTransport transport = new FakeTransport();
        try (CompletionsClient client = Wire.client(transport)) {
            OneByOne subscriber = new OneByOne();
            client.stream(Wire.REQUEST).subscribe(subscriber);
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);

            String buffer = Wire.chunk(0, "x").repeat(chunksPerBuffer);
            for (int sent = 0; sent < chunks; sent += chunksPerBuffer) {
                exchange.data(buffer);
            }
            exchange.data(Wire.lastChunk(0, "") + Wire.DONE);

            assertThat(subscriber.failure).isNull();
            assertThat(subscriber.completed).isTrue();
            assertThat(subscriber.received).isEqualTo(chunks + 1);
            assertThat(subscriber.deepest).isLessThanOrEqualTo(subscriber.first + 10);
        }
    }

    private static final class OneByOne implements Flow.Subscriber<CompletionChunk> {

        private Flow.@Nullable Subscription subscription;
        private int received;
        private long first;
        private long deepest;
        private boolean completed;
        private @Nullable Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            received++;
            if (received == 1) {
                first = depth();
            } else if (received % 1_000 == 0) {
                deepest = Math.max(deepest, depth());
            }
            Objects.requireNonNull(subscription).request(1);
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void onComplete() {
            completed = true;
        }

        private static long depth() {
            return StackWalker.getInstance().walk(frames -> frames.count());
        }
    }
}
