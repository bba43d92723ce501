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
 * The server side of a {@link FakeTransport}, which sends data only on demand, like a network.
 *
 * <p>One thread executes the steps of all exchanges, and a step of an exchange only if no earlier exchange has an
 * executable step. Therefore, when an exchange has ended, everything due in earlier ones has been signaled, however slow
 * the machine is: an exchange can serve as a barrier.
 */
final class FakeContractServer implements ContractServer {

    private volatile FakeTransport transport = new FakeTransport();

    /** In order of arrival. */
    private final List<Steps> exchanges = new CopyOnWriteArrayList<>();

    /** A permit for each change that may have made a step executable. */
    private final Semaphore changes = new Semaphore(0);

    /** Null before the first exchange; used by the test's thread only. */
    private @Nullable Thread thread;

    private void run() {
        try {
            while (true) {
                changes.acquire();
                changes.drainPermits();
                while (runNext()) {
                    // Start again from the first exchange.
                }
            }
        } catch (InterruptedException e) {
            // The server was closed.
        }
    }

    /** Returns false if no exchange has an executable step. */
    private boolean runNext() throws InterruptedException {
        for (Steps each : exchanges) {
            if (each.runNext()) {
                return true;
            }
        }
        return false;
    }

    /** Returns a new transport connected to this server; the next request comes from it. */
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
    public @Nullable ServerExchange next(Duration timeout) {
        try {
            Steps next = new Steps(transport.next(timeout), changes);
            exchanges.add(next);
            if (thread == null) {
                thread = Daemon.start(this::run);
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

        /** Returns false if the step has to wait for demand. */
        default boolean isExecutable() throws InterruptedException {
            return true;
        }

        void run();
    }

    private static final class Steps implements ServerExchange {

        private final FakeExchange exchange;
        private final Semaphore changes;
        private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
        private final AtomicLong written = new AtomicLong();
        private boolean started;
        private boolean ended;

        Steps(FakeExchange exchange, Semaphore changes) {
            this.exchange = exchange;
            this.changes = changes;
            exchange.onDemand(changes::release);
        }

        private void add(Step step) {
            steps.add(step);
            changes.release();
        }

        /** Returns false if there is no executable step. */
        boolean runNext() throws InterruptedException {
            Step next = ended ? null : steps.peek();
            if (next == null || !next.isExecutable()) {
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
                started = true;
                exchange.head(new ResponseHead(status, "HTTP/1.1", headers));
            });
        }

        @Override
        public void data(byte[] bytes) {
            add(new Step() {
                @Override
                public boolean isExecutable() throws InterruptedException {
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
                ended = true;
                exchange.complete();
            });
        }

        @Override
        public void cut() {
            add(() -> {
                ended = true;
                exchange.fail(Kind.RESET, started ? RequestProgress.HEAD_RECEIVED : RequestProgress.MAYBE_SENT);
            });
        }

        @Override
        public long written() {
            return written.get();
        }

        @Override
        public boolean awaitAbort(Duration timeout) throws InterruptedException {
            return exchange.awaitAbort(timeout);
        }
    }
}
