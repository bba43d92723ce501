// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.spi.Scheduler;
import dev.completions4j.transport.ForwardingTransport;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * A transport that passes everything on to another and writes it down.
 *
 * <p>It keeps all bodies in memory, for a {@link Recording}. It owns the other transport, and closes it when it is
 * closed. Safe for use by any number of threads.
 */
public final class RecordingTransport extends ForwardingTransport {

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

    /** Returns the transport that is recorded. */
    @Override
    protected Transport delegate() {
        return transport;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        ExchangeRecorder recorder = new ExchangeRecorder(request, handler, nanoTime);
        recorders.add(recorder);
        super.send(request, recorder);
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
}
