// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Handlers that break exactly one rule for single exchanges. */
final class BrokenHandlers {

    private BrokenHandlers() {}

    static final class CompletesBeforeAFailure extends PassingHandler {

        CompletesBeforeAFailure(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onFailure(TransportException failure) {
            if (failure.kind() == Kind.RESET && failure.progress() == RequestProgress.HEAD_RECEIVED) {
                super.onComplete();
            }
            super.onFailure(failure);
        }
    }

    static final class ReportsConnectionsLate extends PassingHandler {

        private @Nullable ConnectionInfo late;

        ReportsConnectionsLate(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onConnected(ConnectionInfo connection) {
            late = connection;
        }

        @Override
        public void onHead(ResponseHead head) {
            super.onHead(head);
            super.onConnected(Objects.requireNonNull(late));
        }
    }

    static final class SkipsTheHeadOf204 extends PassingHandler {

        SkipsTheHeadOf204(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onHead(ResponseHead head) {
            if (head.status() != 204) {
                super.onHead(head);
            }
        }
    }

    /** Splits buffers of ten bytes, and delivers the second half inside the call that requests more. */
    static final class NestsData extends PassingHandler {

        NestsData(ResponseHandler to) {
            super(to);
        }

        private @Nullable ByteBuffer secondHalf;

        @Override
        public void onData(ByteBuffer chunk) {
            if (chunk.remaining() == 10) {
                ByteBuffer copy = ByteBuffer.allocate(10).put(chunk).flip();
                secondHalf = copy.slice(5, 5);
                super.onData(copy.slice(0, 5));
                deliverSecondHalf();
            } else {
                super.onData(chunk);
            }
        }

        @Override
        public void request(long chunks) {
            deliverSecondHalf();
            super.request(chunks);
        }

        private synchronized void deliverSecondHalf() {
            ByteBuffer half = secondHalf;
            secondHalf = null;
            if (half != null) {
                to.onData(half);
            }
        }
    }

    static final class ThrowsAfterTheEnd extends PassingHandler {

        ThrowsAfterTheEnd(ResponseHandler to) {
            super(to);
        }

        private volatile boolean over;

        @Override
        public void onComplete() {
            over = true;
            super.onComplete();
        }

        @Override
        public void request(long chunks) {
            if (over) {
                throw new IllegalStateException("The exchange has ended");
            }
            super.request(chunks);
        }
    }

    /** Delivers the second buffer before the first. */
    static final class SwapsData extends PassingHandler {

        SwapsData(ResponseHandler to) {
            super(to);
        }

        private @Nullable ByteBuffer first;
        private boolean swapped;

        @Override
        public void onData(ByteBuffer chunk) {
            if (swapped || first != null) {
                super.onData(chunk);
                deliverFirst();
            } else {
                first = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
            }
        }

        @Override
        public void onComplete() {
            deliverFirst();
            super.onComplete();
        }

        private void deliverFirst() {
            swapped = true;
            ByteBuffer late = first;
            first = null;
            if (late != null) {
                super.onData(late);
            }
        }
    }

    static final class DeliversOneTooMany extends PassingHandler {

        DeliversOneTooMany(ResponseHandler to) {
            super(to);
        }

        @Override
        public void request(long chunks) {
            super.request(chunks > 0 && chunks < Long.MAX_VALUE ? chunks + 1 : chunks);
        }
    }

    static final class OverflowsDemand extends PassingHandler {

        OverflowsDemand(ResponseHandler to) {
            super(to);
        }

        private boolean unbounded;
        private volatile boolean over;

        @Override
        public void onComplete() {
            over = true;
            super.onComplete();
        }

        @Override
        public void onFailure(TransportException failure) {
            over = true;
            super.onFailure(failure);
        }

        @Override
        public synchronized void request(long chunks) {
            if (unbounded && chunks == Long.MAX_VALUE && !over) {
                throw new ArithmeticException("long overflow");
            }
            unbounded |= chunks == Long.MAX_VALUE;
            super.request(chunks);
        }
    }

    /** Reads everything immediately, and buffers what was not requested. */
    static final class ReadsWithoutDemand extends PassingHandler {

        ReadsWithoutDemand(ResponseHandler to) {
            super(to);
        }

        private final Queue<ByteBuffer> buffered = new ArrayDeque<>();
        private long demand;
        private boolean delivering;
        private boolean ended;

        @Override
        public void onHead(ResponseHead head) {
            super.onHead(head);
            from().request(Long.MAX_VALUE);
        }

        @Override
        public void onData(ByteBuffer chunk) {
            ByteBuffer copy = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
            deliverAfter(() -> buffered.add(copy));
        }

        @Override
        public void onComplete() {
            deliverAfter(() -> ended = true);
        }

        @Override
        public void request(long chunks) {
            if (chunks <= 0) {
                super.request(chunks);
            }
            deliverAfter(() -> demand = chunks > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + chunks);
        }

        private void deliverAfter(Runnable change) {
            Runnable signal;
            synchronized (this) {
                change.run();
                signal = delivering ? null : nextSignal();
            }
            while (signal != null) {
                signal.run();
                signal = nextSignal();
            }
        }

        private synchronized @Nullable Runnable nextSignal() {
            Runnable next = null;
            if (!buffered.isEmpty() && demand > 0) {
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                ByteBuffer chunk = buffered.remove();
                next = () -> to.onData(chunk);
            } else if (buffered.isEmpty() && ended) {
                ended = false;
                next = to::onComplete;
            }
            delivering = next != null;
            return next;
        }
    }

    static final class DelaysFailuresUntilDemand extends PassingHandler {

        DelaysFailuresUntilDemand(ResponseHandler to) {
            super(to);
        }

        private volatile boolean requested;
        private @Nullable TransportException failure;

        @Override
        public void onFailure(TransportException failure) {
            if (requested || failure.progress() == RequestProgress.HEAD_RECEIVED) {
                super.onFailure(failure);
            } else {
                this.failure = failure;
            }
        }

        @Override
        public void request(long chunks) {
            requested = true;
            super.request(chunks);
            TransportException buffered = failure;
            failure = null;
            if (buffered != null) {
                super.onFailure(buffered);
            }
        }
    }

    static final class DelaysTheEndUntilDemand extends PassingHandler {

        DelaysTheEndUntilDemand(ResponseHandler to) {
            super(to);
        }

        private long demand;
        private boolean ended;

        @Override
        public synchronized void onData(ByteBuffer chunk) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            super.onData(chunk);
        }

        @Override
        public synchronized void onComplete() {
            if (demand > 0) {
                super.onComplete();
            } else {
                ended = true;
            }
        }

        @Override
        public synchronized void request(long chunks) {
            demand = chunks > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + chunks;
            super.request(chunks);
            if (ended) {
                ended = false;
                super.onComplete();
            }
        }
    }

    static final class IgnoresNonPositiveDemand extends PassingHandler {

        IgnoresNonPositiveDemand(ResponseHandler to) {
            super(to);
        }

        @Override
        public void request(long chunks) {
            if (chunks > 0) {
                super.request(chunks);
            }
        }
    }

    static final class CorruptsLargeBuffers extends PassingHandler {

        CorruptsLargeBuffers(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onData(ByteBuffer chunk) {
            ByteBuffer copy = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
            if (copy.remaining() > 1000) {
                copy.put(1000, (byte) ~copy.get(1000));
            }
            super.onData(copy);
        }
    }

    static final class EndsWithAnEmptyBuffer extends PassingHandler {

        EndsWithAnEmptyBuffer(ResponseHandler to) {
            super(to);
        }

        private boolean hadData;

        @Override
        public void onData(ByteBuffer chunk) {
            hadData = true;
            super.onData(chunk);
        }

        @Override
        public void onComplete() {
            if (hadData) {
                super.onData(ByteBuffer.allocate(0));
            }
            super.onComplete();
        }
    }

    static final class RedeliversUnreadBytes extends PassingHandler {

        RedeliversUnreadBytes(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onData(ByteBuffer chunk) {
            super.onData(chunk);
            if (chunk.hasRemaining()) {
                super.onData(chunk);
            }
        }
    }

    static final class Decompresses extends PassingHandler {

        Decompresses(ResponseHandler to) {
            super(to);
        }

        private boolean zipped;

        @Override
        public void onHead(ResponseHead head) {
            zipped = "gzip".equals(head.headers().first("Content-Encoding"));
            super.onHead(head);
        }

        @Override
        public void onData(ByteBuffer chunk) {
            super.onData(zipped ? unzipped(chunk) : chunk);
        }

        private static ByteBuffer unzipped(ByteBuffer chunk) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return ByteBuffer.wrap(content.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static final class FailsAfterACancel extends PassingHandler {

        FailsAfterACancel(ResponseHandler to) {
            super(to);
        }

        private boolean cancelled;

        @Override
        public void onData(ByteBuffer chunk) {
            super.onData(chunk);
            if (cancelled) {
                to.onFailure(new TransportException(Kind.CLOSED, RequestProgress.HEAD_RECEIVED, "Cancelled", null));
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            super.cancel();
        }
    }

    static final class OnlyStopsDeliveringWhenCancelled extends PassingHandler {

        OnlyStopsDeliveringWhenCancelled(ResponseHandler to) {
            super(to);
        }

        private volatile @Nullable Thread inData;
        private volatile boolean cancelled;

        @Override
        public void onData(ByteBuffer chunk) {
            if (!cancelled) {
                inData = Thread.currentThread();
                super.onData(chunk);
                inData = null;
            }
        }

        @Override
        public void onComplete() {
            if (!cancelled) {
                super.onComplete();
            }
        }

        @Override
        public void cancel() {
            if (inData == Thread.currentThread()) {
                cancelled = true;
            } else {
                super.cancel();
            }
        }
    }

    static final class ThrowsWhenCancelledTwice extends PassingHandler {

        ThrowsWhenCancelledTwice(ResponseHandler to) {
            super(to);
        }

        private final AtomicBoolean cancelled = new AtomicBoolean();

        @Override
        public void cancel() {
            if (cancelled.getAndSet(true)) {
                throw new IllegalStateException("Cancelled already");
            }
            super.cancel();
        }
    }

    static final class FailsInsteadOfHeads extends PassingHandler {

        private final Predicate<ResponseHead> failing;

        FailsInsteadOfHeads(ResponseHandler to, Predicate<ResponseHead> failing) {
            super(to);
            this.failing = failing;
        }

        @Override
        public void onHead(ResponseHead head) {
            if (failing.test(head)) {
                from().cancel();
                onFailure(new TransportException(Kind.RESET, RequestProgress.HEAD_RECEIVED, "Unavailable", null));
            } else {
                super.onHead(head);
            }
        }
    }

    static final class JoinsRepeatedHeaders extends PassingHandler {

        JoinsRepeatedHeaders(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onHead(ResponseHead head) {
            HttpHeaders.Builder joined = HttpHeaders.builder();
            for (String name : head.headers().names()) {
                joined.add(name, String.join(", ", head.headers().all(name)));
            }
            super.onHead(new ResponseHead(head.status(), head.protocol(), joined.build()));
        }
    }

    static final class ContinuesAfterAThrow extends PassingHandler {

        ContinuesAfterAThrow(ResponseHandler to) {
            super(to);
        }

        @Override
        public void onData(ByteBuffer chunk) {
            try {
                super.onData(chunk);
            } catch (RuntimeException ignored) {
                // This is the violation: the exchange continues.
            }
        }
    }
}
