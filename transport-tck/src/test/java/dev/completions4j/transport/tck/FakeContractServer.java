// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a {@link FakeTransport}: gives its signals as a network would, data when there is demand.
 *
 * <p>One thread carries out the steps of all exchanges, and those of an exchange only if no earlier exchange has a step
 * that can be carried out. So when an exchange has ended, everything that was due of the earlier ones has been
 * signalled, however slow the machine is: an exchange sent for that purpose is a barrier.
 */
final class FakeContractServer implements ContractServer {

    private volatile FakeTransport transport = new FakeTransport();

    /** In the order in which they were taken. */
    private final List<Steps> exchanges = new CopyOnWriteArrayList<>();

    /** A permit for each change that may have made a step possible. */
    private final Semaphore changes = new Semaphore(0);

    /** Null before the first exchange; for the thread of the test. */
    private @Nullable Thread thread;

    private void carryOut() {
        try {
            while (true) {
                changes.acquire();
                changes.drainPermits();
                while (carryOutNext()) {
                    // From the first exchange again.
                }
            }
        } catch (InterruptedException e) {
            // The server is closed.
        }
    }

    /** False if no step of any exchange is possible. */
    private boolean carryOutNext() throws InterruptedException {
        for (Steps each : exchanges) {
            if (each.carryOutNext()) {
                return true;
            }
        }
        return false;
    }

    /** A transport that ends at this server; the one from which the next request comes. */
    FakeTransport newTransport() {
        transport = new FakeTransport();
        return transport;
    }

    @Override
    public String protocol() {
        return "none";
    }

    @Override
    public String baseUrl() {
        return "http://fake.test";
    }

    @Override
    public @Nullable SSLContext clientTls() {
        return null;
    }

    @Override
    public @Nullable ServerExchange next(Duration patience) {
        try {
            Steps next = new Steps(transport.next(patience), changes);
            exchanges.add(next);
            if (thread == null) {
                thread = Daemon.start(this::carryOut);
            }
            return next;
        } catch (AssertionError noneCame) {
            return null;
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** A step of a response. */
    private interface Step {

        /** False if it has to wait for demand. */
        default boolean isPossible() throws InterruptedException {
            return true;
        }

        void run();
    }

    private static final class Steps implements ServerExchange {

        private final FakeExchange exchange;
        private final Semaphore changes;
        private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
        private final AtomicLong written = new AtomicLong();
        private boolean begun;
        private boolean over;

        Steps(FakeExchange exchange, Semaphore changes) {
            this.exchange = exchange;
            this.changes = changes;
            exchange.onDemand(changes::release);
        }

        private void add(Step step) {
            steps.add(step);
            changes.release();
        }

        /** False if there is no further step, or none that is possible yet. */
        boolean carryOutNext() throws InterruptedException {
            Step next = over ? null : steps.peek();
            if (next == null || !next.isPossible()) {
                return false;
            }
            steps.remove();
            next.run();
            return true;
        }

        @Override
        public ReceivedRequest request() {
            TransportRequest request = exchange.request();
            URI uri = request.uri();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new ReceivedRequest(request.method(), uri.getRawPath() + query, request.headers(), request.body());
        }

        @Override
        public void head(int status, HttpHeaders headers) {
            add(() -> {
                begun = true;
                exchange.head(new ResponseHead(status, "HTTP/1.1", headers));
            });
        }

        @Override
        public void data(byte[] bytes) {
            add(new Step() {
                @Override
                public boolean isPossible() throws InterruptedException {
                    return exchange.awaitDemand(Duration.ZERO);
                }

                @Override
                public void run() {
                    exchange.data(bytes);
                    written.addAndGet(bytes.length);
                }
            });
        }

        @Override
        public void end() {
            add(() -> {
                over = true;
                exchange.complete();
            });
        }

        @Override
        public void cut() {
            add(() -> {
                over = true;
                exchange.fail(Kind.RESET, begun ? RequestProgress.HEAD_RECEIVED : RequestProgress.MAYBE_SENT);
            });
        }

        @Override
        public long written() {
            return written.get();
        }

        @Override
        public boolean awaitAbort(Duration patience) throws InterruptedException {
            return exchange.awaitAbort(patience);
        }
    }
}
