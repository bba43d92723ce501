// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers every request with the same short completion, on a thread of its own, and remembers nothing. */
final class InstantTransport implements Transport {

    private static final ResponseHead HEAD = new ResponseHead(
            200,
            "HTTP/1.1",
            HttpHeaders.builder().add("content-type", "application/json").build());

    private static final byte[] BODY =
            ("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\","
                            + "\"choices\":[{\"index\":0,\"text\":\"yes\",\"finish_reason\":\"stop\",\"logprobs\":null}],"
                            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"total_tokens\":10}}")
                    .getBytes(UTF_8);

    final AtomicLong requests = new AtomicLong();

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "instant-transport");
        daemon.setDaemon(true);
        return daemon;
    });

    @Override
    public TransportInfo info() {
        return new TransportInfo("instant", Set.of(), Set.of());
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        requests.incrementAndGet();
        InstantExchange exchange = new InstantExchange(handler);
        handler.onStart(exchange);
        thread.execute(exchange::answer);
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        thread.shutdown();
        return CompletableFuture.completedFuture(null);
    }

    private final class InstantExchange implements Exchange {

        private final ResponseHandler handler;
        private boolean demanded;
        private boolean cancelled;
        private boolean inBody;

        InstantExchange(ResponseHandler handler) {
            this.handler = handler;
        }

        void answer() {
            if (isCancelled()) {
                return;
            }
            handler.onHead(HEAD);
            boolean ready;
            synchronized (this) {
                inBody = true;
                ready = demanded;
            }
            if (ready) {
                body();
            }
        }

        private void body() {
            if (!isCancelled()) {
                handler.onData(ByteBuffer.wrap(BODY).asReadOnlyBuffer());
            }
            if (!isCancelled()) {
                handler.onComplete();
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public void request(long chunks) {
            boolean ready;
            synchronized (this) {
                ready = inBody && !demanded;
                demanded = true;
            }
            if (ready) {
                thread.execute(this::body);
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
        }
    }
}
