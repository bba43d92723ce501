// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CallOptions;
import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ResponseInfo;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests interceptors. */
class InterceptorTest {

    private static final Completion CACHED = new Completion(
            "cached", "text_completion", 0, "m", List.of(), null, null, Map.of(), ResponseInfo.unknown());

    private final FakeTransport transport = new FakeTransport();
    private final List<CompletionsClient> clients = new ArrayList<>();

    private CompletionsClient client(CompletionsInterceptor... interceptors) {
        CompletionsClient.Builder builder =
                CompletionsClient.builder().baseUrl("http://localhost:8000").transport(transport);
        for (CompletionsInterceptor each : interceptors) {
            builder.interceptor(each);
        }
        CompletionsClient client = builder.build();
        clients.add(client);
        return client;
    }

    @AfterEach
    void close() {
        clients.forEach(CompletionsClient::close);
    }

    /** Appends its name to a header, to show the order of the interceptors. */
    private record Signing(String name) implements CompletionsInterceptor {

        private CallOptions signed(CallOptions options) {
            String before = options.headers().first("x-signed");
            return options.toBuilder()
                    .header("x-signed", before == null ? name : before + " " + name)
                    .build();
        }

        @Override
        public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
            return chain.complete(request, signed(options));
        }

        @Override
        public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
            return chain.stream(request, signed(options));
        }
    }

    private static String signatures(FakeExchange exchange) {
        return String.valueOf(exchange.request().headers().first("x-signed"));
    }

    @Test
    void appliesInterceptorsInOrder() {
        CompletionsClient client = client(new Signing("a"), new Signing("b"));
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        FakeExchange first = transport.next();
        Responses.ok(first);
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        FakeExchange second = transport.next();
        Wire.beginStream(second);
        second.data(Wire.lastChunk(0, "x") + Wire.DONE);
        second.complete();

        assertThat(signatures(first)).isEqualTo("a b");
        assertThat(signatures(second)).isEqualTo("a b");
        assertThat(whole).isCompleted();
        assertThat(streamed.join().text()).isEqualTo("x");
    }

    @Test
    void answersInsteadOfTheServer() {
        CompletionsClient client = client(new CompletionsInterceptor() {
            @Override
            public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
                return CompletableFuture.completedFuture(CACHED);
            }
        });

        assertThat(client.complete(Wire.REQUEST).join()).isSameAs(CACHED);
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void supportsCancelAndViewsOfAnInterceptorsStream() {
        CompletionsClient client = client(new Signing("a"));
        CompletableFuture<?> firstChunk = client.stream(Wire.REQUEST).firstChunk();
        FakeExchange first = transport.next();
        Wire.beginStream(first);
        first.data(Wire.chunk(0, "x"));
        assertThat(firstChunk).isCompleted();
        assertThat(first.isCancelled()).isTrue();

        List<String> texts = new ArrayList<>();
        CompletableFuture<?> printed = client.stream(Wire.REQUEST).forEach(chunk -> texts.add(chunk.text()));
        FakeExchange second = transport.next();
        Wire.beginStream(second);
        second.data(Wire.chunk(0, "y"));
        printed.cancel(false);
        assertThat(texts).containsExactly("y");
        assertThat(second.isCancelled()).isTrue();
    }

    @Test
    void iteratorsThrowACheckedExceptionOfAnInterceptorAsACause() {
        IOException broken = new IOException("broken");
        CompletionsClient client = client(new CompletionsInterceptor() {
            @Override
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                return subscriber -> {
                    chain.stream(request, options).subscribe(subscriber);
                    subscriber.onError(broken);
                };
            }
        });
        try (ChunkIterator chunks = client.stream(Wire.REQUEST).blockingIterator()) {
            assertThatThrownBy(chunks::hasNext)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(broken);
            assertThatThrownBy(chunks::next)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(broken);
        }
        assertThat(Failed.with(IOException.class, client.stream(Wire.REQUEST).collect()))
                .isSameAs(broken);
    }

    @Test
    void failsTheCallWhenAnInterceptorThrowsOrReturnsNull() {
        CompletionsInterceptor throwing = new CompletionsInterceptor() {
            @Override
            public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
                throw new IllegalStateException("broken");
            }

            @Override
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                throw new IllegalStateException("broken");
            }
        };
        CompletionsClient client = client(throwing);
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);

        assertThat(subscriber.failure()).hasMessage("broken");
        assertThat(subscriber.violations()).isEmpty();
        assertThat(Failed.with(IllegalStateException.class, client.complete(Wire.REQUEST)))
                .hasMessage("broken");
    }
}
