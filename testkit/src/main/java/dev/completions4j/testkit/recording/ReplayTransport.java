// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A transport that answers as a {@link Recording} says, without a network.
 *
 * <p>A request gets the response of the first exchange that is not used yet and has the same method, path and body; a
 * body of JSON is the same whatever the order of its properties. The host, the query and the headers do not count. A
 * request without such an exchange fails with {@link TransportException.Kind#INTERNAL} and is reported by {@link #verify}.
 *
 * <p>The body comes in the buffers of the recording, on the client's demand. An exchange that was recorded without an end
 * stays open until the client ends it. The handler is called on the thread that sends, that asks for data, or that runs
 * the scheduler's tasks.
 *
 * <p>Safe for use by any number of threads.
 */
public final class ReplayTransport implements Transport {

    private static final TransportInfo INFO = new TransportInfo("replay", Set.of("HTTP/1.1"), Set.of());

    private final Redaction redaction;
    private final FakeTransport transport;

    private final Object lock = new Object();
    private final List<RecordedExchange> unused;
    private final List<RecordedRequest> unknown = new ArrayList<>();

    private ReplayTransport(Recording recording, Pacing pacing) {
        redaction = recording.redaction();
        unused = new ArrayList<>(recording.exchanges());
        transport = FakeTransport.answeredBy(exchange -> answer(exchange, pacing));
    }

    /** A transport that answers at once. */
    public static ReplayTransport of(Recording recording) {
        return new ReplayTransport(recording, Pacing.none());
    }

    /**
     * A transport that takes the time that the server took.
     *
     * @param time gives each signal its time, counted from the sending of its request; a {@code ManualTime} lets the test
     *     move it
     */
    public static ReplayTransport paced(Recording recording, Scheduler time) {
        return new ReplayTransport(recording, Pacing.by(time));
    }

    @Override
    public TransportInfo info() {
        return INFO;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        transport.send(request, handler);
    }

    /**
     * Checks that what was sent is what was recorded.
     *
     * @throws AssertionError if a request came that was not recorded, or if an exchange was not used; the message has
     *     methods, paths and lengths, and no content
     */
    public void verify() {
        synchronized (lock) {
            if (!unknown.isEmpty() || !unused.isEmpty()) {
                throw new AssertionError("The client did not send what was recorded. Sent and not recorded: " + unknown
                        + ". Recorded and not sent: " + requests(unused)
                        + ". Record again, or make the client send the same");
            }
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return transport.shutdown(grace);
    }

    private void answer(FakeExchange exchange, Pacing pacing) {
        RecordedRequest request = RecordedRequest.of(exchange.request(), redaction);
        RecordedExchange recorded = take(request);
        if (recorded == null) {
            exchange.fail(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.NOT_SENT,
                    "The request " + request + " was not recorded, or not as often; verify() tells more",
                    null));
            return;
        }
        new Replay(recorded, exchange, pacing).begin();
    }

    private @Nullable RecordedExchange take(RecordedRequest request) {
        synchronized (lock) {
            for (RecordedExchange each : unused) {
                if (each.request().asksAs(request)) {
                    unused.remove(each);
                    return each;
                }
            }
            unknown.add(request);
            return null;
        }
    }

    private static List<RecordedRequest> requests(List<RecordedExchange> exchanges) {
        return exchanges.stream().map(RecordedExchange::request).toList();
    }
}
