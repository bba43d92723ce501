// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Transports that break exactly one rule. */
final class BrokenTransports {

    private BrokenTransports() {}

    static final class StartsAfterSending extends PassingTransport {

        StartsAfterSending(Transport to) {
            super(to);
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            LateStart late = new LateStart(handler);
            super.send(request, late);
            late.start();
        }

        private static final class LateStart extends PassingHandler {

            private boolean started;

            LateStart(ResponseHandler to) {
                super(to);
            }

            @Override
            public void onStart(Exchange exchange) {
                keep(exchange);
            }

            @Override
            public void onHead(ResponseHead head) {
                start();
                super.onHead(head);
            }

            @Override
            public void onFailure(TransportException failure) {
                start();
                super.onFailure(failure);
            }

            synchronized void start() {
                if (!started) {
                    started = true;
                    try {
                        to.onStart(this);
                    } catch (RuntimeException thrown) {
                        cancel();
                    }
                }
            }
        }
    }

    static final class SwapsDataOfTheFourthExchange extends PassingTransport {

        SwapsDataOfTheFourthExchange(Transport to) {
            super(to);
        }

        private final AtomicInteger sent = new AtomicInteger();

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            super.send(request, sent.incrementAndGet() == 4 ? new BrokenHandlers.SwapsData(handler) : handler);
        }
    }

    static final class CancelsOtherExchanges extends PassingTransport {

        CancelsOtherExchanges(Transport to) {
            super(to);
        }

        private final Set<PassingHandler> open = ConcurrentHashMap.newKeySet();

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            PassingHandler each = new PassingHandler(handler) {
                @Override
                public void cancel() {
                    super.cancel();
                    open.forEach(other -> other.from().cancel());
                }
            };
            super.send(request, each);
            open.add(each);
        }
    }

    static final class ChangesRequests extends PassingTransport {

        private final UnaryOperator<TransportRequest> change;

        ChangesRequests(Transport to, UnaryOperator<TransportRequest> change) {
            super(to);
            this.change = change;
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            super.send(change.apply(request), handler);
        }
    }

    static final class ChangesFailures extends PassingTransport {

        private final BiFunction<TransportException, TransportRequest, TransportException> change;

        ChangesFailures(Transport to, BiFunction<TransportException, TransportRequest, TransportException> change) {
            super(to);
            this.change = change;
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            super.send(request, new PassingHandler(handler) {
                @Override
                public void onFailure(TransportException failure) {
                    super.onFailure(change.apply(failure, request));
                }
            });
        }
    }

    static final class RunsFourExchangesAtATime extends PassingTransport {

        RunsFourExchangesAtATime(Transport to) {
            super(to);
        }

        private final Semaphore permits = new Semaphore(4);
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            waiting.add(() -> to.send(request, new PassingHandler(handler) {
                private final AtomicBoolean over = new AtomicBoolean();

                @Override
                public void onComplete() {
                    super.onComplete();
                    end();
                }

                @Override
                public void onFailure(TransportException failure) {
                    super.onFailure(failure);
                    end();
                }

                @Override
                public void cancel() {
                    super.cancel();
                    end();
                }

                private void end() {
                    if (!over.getAndSet(true)) {
                        permits.release();
                        sendWaiting();
                    }
                }
            }));
            sendWaiting();
        }

        private void sendWaiting() {
            if (permits.tryAcquire()) {
                Runnable next = waiting.poll();
                if (next == null) {
                    permits.release();
                } else {
                    next.run();
                }
            }
        }
    }

    static final class ClosesWhenAHandlerThrows extends PassingTransport {

        ClosesWhenAHandlerThrows(Transport to) {
            super(to);
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            super.send(request, new PassingHandler(handler) {
                private volatile boolean thrown;

                @Override
                public void onData(ByteBuffer chunk) {
                    try {
                        super.onData(chunk);
                    } catch (RuntimeException e) {
                        thrown = true;
                        ClosesWhenAHandlerThrows.this.close();
                        throw e;
                    }
                }

                @Override
                public void onFailure(TransportException failure) {
                    if (!thrown) {
                        super.onFailure(failure);
                    }
                }
            });
        }
    }

    static final class RefusesCallsInsideASignal extends PassingTransport {

        RefusesCallsInsideASignal(Transport to) {
            super(to);
        }

        private final ThreadLocal<Boolean> inSignal = ThreadLocal.withInitial(() -> false);

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            if (inSignal.get()) {
                throw new IllegalStateException("Called from inside a signal");
            }
            super.send(request, new PassingHandler(handler) {
                @Override
                public void onComplete() {
                    inSignal.set(true);
                    try {
                        super.onComplete();
                    } finally {
                        inSignal.set(false);
                    }
                }
            });
        }
    }

    static final class IgnoresTheGracePeriod extends PassingTransport {

        IgnoresTheGracePeriod(Transport to) {
            super(to);
        }

        @Override
        @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
        public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
            return super.shutdown(Duration.ZERO);
        }
    }

    static final class NeverReleasesIdleConnections extends PassingTransport {

        NeverReleasesIdleConnections(Transport to) {
            super(to);
        }

        private final AtomicInteger open = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            open.incrementAndGet();
            super.send(request, new PassingHandler(handler) {
                @Override
                public void onComplete() {
                    open.decrementAndGet();
                    super.onComplete();
                }
            });
        }

        @Override
        @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
        public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
            boolean first = !closed.getAndSet(true);
            CompletableFuture<@Nullable Void> freed = super.shutdown(grace);
            return first && open.get() == 0 ? new CompletableFuture<>() : freed;
        }
    }

    static final class IgnoresTheSecondShutdown extends PassingTransport {

        IgnoresTheSecondShutdown(Transport to) {
            super(to);
        }

        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
        public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
            return closed.getAndSet(true) ? new CompletableFuture<>() : super.shutdown(grace);
        }
    }
}
