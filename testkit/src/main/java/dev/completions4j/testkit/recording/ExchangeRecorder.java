// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.transport.ForwardingResponseHandler;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Records the calls of one exchange's handler, each before it is forwarded, so that nobody observes an unrecorded call.
 */
final class ExchangeRecorder extends ForwardingResponseHandler {

    private final TransportRequest request;
    private final ResponseHandler handler;
    private final LongSupplier nanoTime;
    private final long sentAt;
    private final List<RecordedSignal> signals = new CopyOnWriteArrayList<>();

    ExchangeRecorder(TransportRequest request, ResponseHandler handler, LongSupplier nanoTime) {
        this.request = request;
        this.handler = handler;
        this.nanoTime = nanoTime;
        sentAt = nanoTime.getAsLong();
    }

    RecordedExchange recorded(Redaction redaction) {
        Mask mask = redaction.mask(request);
        return new RecordedExchange(
                RecordedRequest.of(request, redaction),
                mask.masked(List.copyOf(signals)).stream()
                        .map(each -> withSafeHead(each, redaction, mask))
                        .toList());
    }

    @Override
    protected ResponseHandler delegate() {
        return handler;
    }

    @Override
    public void onHead(ResponseHead head) {
        signals.add(new RecordedSignal.Head(micros(), head));
        super.onHead(head);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        signals.add(new RecordedSignal.Data(micros(), Bytes.of(chunk)));
        super.onData(chunk);
    }

    @Override
    public void onComplete() {
        signals.add(new RecordedSignal.Complete(micros()));
        super.onComplete();
    }

    @Override
    public void onFailure(TransportException failure) {
        signals.add(new RecordedSignal.Failure(micros(), failure.kind(), failure.progress()));
        super.onFailure(failure);
    }

    private long micros() {
        return TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - sentAt);
    }

    private static RecordedSignal withSafeHead(RecordedSignal signal, Redaction redaction, Mask mask) {
        return signal instanceof RecordedSignal.Head head
                ? new RecordedSignal.Head(head.micros(), redaction.head(head.head(), mask))
                : signal;
    }
}
