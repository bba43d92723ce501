// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.spi.Scheduler;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport that passes everything on to another and writes it down.
 *
 * <p>It keeps all bodies in memory, for a {@link Recording}. It owns the other transport, and closes it when it is
 * closed. Safe for use by any number of threads.
 */
public final class RecordingTransport implements Transport {

    private final Transport transport;
    private final Redaction redaction;
    private final LongSupplier nanoTime;
    private final List<ExchangeRecorder> recorders = new CopyOnWriteArrayList<>();

    private RecordingTransport(Transport transport, Redaction redaction, LongSupplier nanoTime) {
        this.transport = transport;
        this.redaction = redaction;
        this.nanoTime = nanoTime;
    }

    /** A transport that records what passes through the other, with the standard redaction and the system's time. */
    public static RecordingTransport of(Transport transport) {
        return of(transport, Redaction.standard());
    }

    /** A transport that records what passes through the other, with the system's time. */
    public static RecordingTransport of(Transport transport, Redaction redaction) {
        return new RecordingTransport(transport, redaction, System::nanoTime);
    }

    /**
     * A transport that records what passes through the other.
     *
     * @param time the clock by which signals are recorded
     */
    public static RecordingTransport of(Transport transport, Redaction redaction, Scheduler time) {
        return new RecordingTransport(transport, redaction, time::nanoTime);
    }

    /** That of the transport that is recorded. */
    @Override
    public TransportInfo info() {
        return transport.info();
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        ExchangeRecorder recorder = new ExchangeRecorder(request, handler, nanoTime);
        recorders.add(recorder);
        transport.send(request, recorder);
    }

    /**
     * What was recorded so far, redacted, in the order in which it was sent.
     *
     * <p>Exchanges that have not ended are recorded without an end. A stream is complete for its reader a moment before
     * its exchange ends: take the recording after {@link #shutdown}.
     */
    public Recording recording() {
        return new Recording(
                recorders.stream().map(each -> each.recorded(redaction)).toList(), redaction);
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return transport.shutdown(grace);
    }
}
