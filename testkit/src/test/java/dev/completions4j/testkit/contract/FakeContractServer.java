package dev.completions4j.testkit.contract;

import dev.completions4j.testkit.FakeExchange;
import dev.completions4j.testkit.FakeTransport;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The server's side of a {@link FakeTransport}: gives its signals as a network would, data when there is demand. */
final class FakeContractServer implements ContractServer {

    private static final Duration AGES = Duration.ofHours(1);

    private volatile FakeTransport transport = new FakeTransport();

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
            return new Steps(transport.next(patience));
        } catch (AssertionError noneCame) {
            return null;
        }
    }

    @Override
    public void close() {}

    /** A step of a response. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private static final class Steps implements ServerExchange {

        private final FakeExchange exchange;
        private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
        private final AtomicLong written = new AtomicLong();
        private boolean begun;
        private boolean over;

        Steps(FakeExchange exchange) {
            this.exchange = exchange;
            Daemon.start(this::carryOut);
        }

        private void carryOut() {
            try {
                while (!over) {
                    steps.take().run();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("Nobody interrupts this thread", e);
            }
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
            steps.add(() -> {
                begun = true;
                exchange.head(new ResponseHead(status, "HTTP/1.1", headers));
            });
        }

        @Override
        public void data(byte[] bytes) {
            steps.add(() -> {
                exchange.awaitDemand(AGES);
                exchange.data(bytes);
                written.addAndGet(bytes.length);
            });
        }

        @Override
        public void end() {
            steps.add(() -> {
                over = true;
                exchange.complete();
            });
        }

        @Override
        public void cut() {
            steps.add(() -> {
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
