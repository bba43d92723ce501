// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ChunkIterator;
import dev.completions4j.CompletionsClient;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests texts, first chunk and iterator. */
class StreamViewsTest {

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    private FakeExchange begin() {
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        return exchange;
    }

    @Test
    void publishesTheTextsOfOneChoiceByDemand() {
        Texts texts = new Texts();
        client.stream(Wire.REQUEST).texts(1).subscribe(texts);
        FakeExchange exchange = begin();
        texts.request(1);
        exchange.data(Wire.chunk(0, "a") + Wire.chunk(1, "") + Wire.chunk(1, "b") + Wire.chunk(1, "c"));
        assertThat(texts.received).containsExactly("b");
        texts.request(2);
        assertThat(texts.received).containsExactly("b", "c");
        exchange.data(Wire.lastChunk(0, "x") + Wire.lastChunk(1, "d") + Wire.DONE);

        assertThat(texts.received).containsExactly("b", "c", "d");
        assertThat(texts.completed).isTrue();
    }

    @Test
    void publishesTheTextsOfTheFirstChoiceByDefault() {
        Texts texts = new Texts();
        client.stream(Wire.REQUEST).texts().subscribe(texts);
        texts.request(Long.MAX_VALUE);
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(1, "no") + Wire.chunk(0, "yes"));
        exchange.complete();

        assertThat(texts.received).containsExactly("yes");
        assertThat(texts.failure).isInstanceOf(TruncatedStreamException.class);
    }

    private static final class Texts implements Flow.Subscriber<String> {

        private final List<String> received = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private @Nullable Throwable failure;
        private boolean completed;

        void request(long count) {
            Objects.requireNonNull(subscription).request(count);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(String text) {
            received.add(text);
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    @Test
    void cancelsTheStreamAfterTheFirstChunk() {
        var first = client.stream(Wire.REQUEST).firstChunk();
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, ""));
        assertThat(first).isNotDone();
        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));

        assertThat(Objects.requireNonNull(first.join()).text()).isEqualTo("a");
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void hasNoFirstChunkInAStreamWithoutText() {
        var first = client.stream(Wire.REQUEST).firstChunk();
        begin().data(Wire.lastChunk(0, "") + Wire.DONE);

        assertThat(first).isCompletedWithValue(null);
    }

    @Test
    void failsTheFirstChunkWithTheStream() {
        var first = client.stream(Wire.REQUEST).firstChunk();
        begin().complete();

        Failed.with(TruncatedStreamException.class, first);
    }

    @Test
    void reportsTheResponseIfThereIsNothingToCollect() {
        var collected = client.stream(Wire.REQUEST).collect();
        begin().data(Wire.DONE);

        MalformedResponseException failure = Failed.with(MalformedResponseException.class, collected);
        assertThat(Objects.requireNonNull(failure.response()).status()).isEqualTo(200);
    }

    @Test
    void iteratesOverChunksWithLittleReadAhead() {
        try (ChunkIterator chunks = client.stream(Wire.REQUEST).blockingIterator()) {
            FakeExchange exchange = begin();
            StringBuilder buffer = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                buffer.append(Wire.chunk(0, i + " "));
            }
            exchange.data(buffer.toString());
            assertThat(exchange.requested()).isZero();

            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                text.append(chunks.next().text());
            }
            assertThat(text).startsWith("0 1 2 ").endsWith(" 98 99 ");
            exchange.data(Wire.lastChunk(0, "end") + Wire.DONE);
            assertThat(chunks.next().text()).isEqualTo("end");
            assertThat(chunks.hasNext()).isFalse();
            assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void waitsForChunks() {
        try (ChunkIterator chunks = client.stream(Wire.REQUEST).blockingIterator()) {
            FakeExchange exchange = begin();
            CompletableFuture<String> all = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                StringBuilder text = new StringBuilder();
                while (chunks.hasNext()) {
                    text.append(chunks.next().text());
                }
                all.complete(text.toString());
            });
            reader.setDaemon(true);
            reader.start();
            exchange.data(Wire.chunk(0, "a"));
            exchange.data(Wire.lastChunk(0, "b") + Wire.DONE);

            assertThat(all.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("ab");
        }
    }

    @Test
    void throwsTheStreamsFailureAfterItsChunks() {
        try (ChunkIterator chunks = client.stream(Wire.REQUEST).blockingIterator()) {
            FakeExchange exchange = begin();
            exchange.data(Wire.chunk(0, "a"));
            exchange.complete();

            assertThat(chunks.next().text()).isEqualTo("a");
            assertThatThrownBy(chunks::hasNext).isInstanceOf(TruncatedStreamException.class);
            assertThatThrownBy(chunks::next).isInstanceOf(TruncatedStreamException.class);
        }
    }

    @Test
    void cancelsTheStreamWhenTheIteratorIsClosed() {
        ChunkIterator chunks = client.stream(Wire.REQUEST).blockingIterator();
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, "a"));
        chunks.close();
        chunks.close();

        assertThat(exchange.isCancelled()).isTrue();
        assertThat(chunks.hasNext()).isFalse();
    }

    @Test
    void cancelsTheStreamWhenTheWaitingThreadIsInterrupted() {
        try (ChunkIterator chunks = client.stream(Wire.REQUEST).blockingIterator()) {
            FakeExchange exchange = begin();
            Thread.currentThread().interrupt();

            assertThatThrownBy(chunks::hasNext)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("Interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(exchange.isCancelled()).isTrue();
        }
    }
}
