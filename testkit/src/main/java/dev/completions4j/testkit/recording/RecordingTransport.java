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
 * A transport that forwards everything to another transport and records it.
 *
 * <p>It keeps all bodies in memory, for a {@link Recording}. It owns the other transport, and closes it when it is
 * closed itself. Safe for use by multiple threads.
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

    /**
     * Returns a transport that records with the standard redaction and the system's time.
     *
     * @param transport the transport to record
     */
    public static RecordingTransport of(Transport transport) {
        return of(transport, Redaction.standard());
    }

    /**
     * Returns a transport that records with the system's time.
     *
     * @param transport the transport to record
     * @param redaction what to leave out
     */
    public static RecordingTransport of(Transport transport, Redaction redaction) {
        return new RecordingTransport(transport, redaction, System::nanoTime);
    }

    /**
     * Returns a transport that records.
     *
     * @param transport the transport to record
     * @param redaction what to leave out
     * @param time the clock for the times of signals
     */
    public static RecordingTransport of(Transport transport, Redaction redaction, Scheduler time) {
        return new RecordingTransport(transport, redaction, time::nanoTime);
    }

    /** Returns the recorded transport. */
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
     * Returns the exchanges recorded so far, redacted, in the order in which they were sent.
     *
     * <p>Exchanges that have not ended are recorded without an end. A stream may complete for its subscriber before its
     * exchange has ended, so call this method after {@link #shutdown}.
     */
    public Recording recording() {
        return new Recording(
                recorders.stream().map(each -> each.recorded(redaction)).toList(), redaction);
    }
}
