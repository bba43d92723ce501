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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A transport that replays the responses of a {@link Recording}, without a network.
 *
 * <p>A request receives the response of the first unused exchange with the same method, path and body; the order of
 * properties in JSON bodies does not matter. Host, query and headers are not compared. If there is no such exchange,
 * the request fails with {@link TransportException.Kind#INTERNAL}, and {@link #verify} reports it.
 *
 * <p>The body is delivered in the recorded buffers, on the client's demand. An exchange that was recorded without an
 * end stays open until the client ends it. The handler is called on the thread that sends the request, requests data,
 * or runs the scheduler's tasks.
 *
 * <p>Safe for use by multiple threads.
 */
public final class ReplayTransport implements Transport {

    private static final TransportInfo INFO = new TransportInfo("replay", Set.of("HTTP/1.1"), Set.of());

    private final Redaction redaction;
    private final FakeTransport transport;

    private final Object lock = new Object();
    private final List<RecordedExchange> unused;
    private final List<RecordedRequest> unknown = new ArrayList<>();

    /** @param pace the clock and timer; null to replay without delays, with grace periods in the system's time */
    private ReplayTransport(Recording recording, @Nullable Scheduler pace) {
        redaction = recording.redaction();
        unused = new ArrayList<>(recording.exchanges());
        Consumer<FakeExchange> server = exchange -> answer(exchange, pace);
        transport = pace == null ? FakeTransport.answeredBy(server) : FakeTransport.answeredBy(server, pace);
    }

    /**
     * Returns a transport that replays without delays. It measures grace periods in the system's time.
     *
     * @param recording the recording
     */
    public static ReplayTransport of(Recording recording) {
        return new ReplayTransport(recording, null);
    }

    /**
     * Returns a transport that replays each signal at its recorded time since the request was sent.
     *
     * @param recording the recording
     * @param time the clock and timer of signals and grace periods; with a {@code ManualTime}, the test advances the
     *     time
     */
    public static ReplayTransport paced(Recording recording, Scheduler time) {
        return new ReplayTransport(recording, time);
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
     * Checks that the requests sent are the recorded ones.
     *
     * @throws AssertionError if a request was sent that was not recorded, or an exchange was not used; the message
     *     contains methods, paths and lengths, but no content
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
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return transport.shutdown(grace);
    }

    private void answer(FakeExchange exchange, @Nullable Scheduler pace) {
        RecordedRequest request = RecordedRequest.of(exchange.request(), redaction);
        RecordedExchange recorded = take(request);
        if (recorded == null) {
            exchange.fail(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.NOT_SENT,
                    "The request " + request + " was not recorded, or fewer times; see verify() of the ReplayTransport",
                    null));
            return;
        }
        new Replay(recorded, exchange, pace).begin();
    }

    private @Nullable RecordedExchange take(RecordedRequest request) {
        synchronized (lock) {
            for (RecordedExchange each : unused) {
                if (each.request().matches(request)) {
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
