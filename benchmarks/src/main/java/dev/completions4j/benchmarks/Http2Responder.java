// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Responds to the requests of one HTTP/2 connection. Each event is a frame; the streams of a burst take turns. Confined
 * to one event loop.
 */
final class Http2Responder extends Http2EventAdapter {

    private static final int EVENTS_PER_TURN = 8;

    private final Answer answer;
    private final Http2Headers headers;
    private final Map<EventExecutor, PacingWheel> wheels;

    /** The streams of bursts that have events left. */
    private final Queue<Stream> unfinished = new ArrayDeque<>();

    private @Nullable Http2ConnectionEncoder encoder;
    private boolean turnsScheduled;

    /** @param wheels the timer of each event loop; empty to respond as fast as possible */
    Http2Responder(Answer answer, Http2Headers headers, Map<EventExecutor, PacingWheel> wheels) {
        this.answer = answer;
        this.headers = headers;
        this.wheels = wheels;
    }

    /** Sets the encoder of the connection; to be called before the first request. */
    void writeTo(Http2ConnectionEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        if (endOfStream && encoder != null) {
            respond(context, encoder, encoder.connection().stream(streamId));
        }
        return data.readableBytes() + padding;
    }

    private void respond(ChannelHandlerContext context, Http2ConnectionEncoder encoder, Http2Stream http2Stream) {
        var unused = encoder.writeHeaders(context, http2Stream.id(), headers, 0, false, context.newPromise());
        Stream stream = new Stream(context, encoder, http2Stream);
        PacingWheel wheel = wheels.get(context.executor());
        if (wheel == null) {
            unfinished.add(stream);
            encoder.flowController().listener(writable -> scheduleTurns(context));
            scheduleTurns(context);
        } else if (stream.writeNext()) {
            wheel.add(stream);
        }
    }

    /** Writes later, since Netty may be in the middle of writing. */
    private void scheduleTurns(ChannelHandlerContext context) {
        if (!turnsScheduled) {
            turnsScheduled = true;
            context.executor().execute(() -> {
                turnsScheduled = false;
                takeTurns(context);
            });
        }
    }

    /** Lets each stream write in turn, until none of them may. */
    private void takeTurns(ChannelHandlerContext context) {
        int blocked = 0;
        while (blocked < unfinished.size()) {
            Stream stream = unfinished.remove();
            int written = 0;
            while (written < EVENTS_PER_TURN && !stream.hasEnded() && stream.isWritable()) {
                stream.write(stream.nextBurstEvent());
                written++;
            }
            if (!stream.hasEnded()) {
                unfinished.add(stream);
                blocked = written == 0 ? blocked + 1 : 0;
            }
        }
        context.flush();
    }

    private final class Stream implements PacingWheel.PacedStream {

        private final ChannelHandlerContext context;
        private final Http2ConnectionEncoder encoder;
        private final Http2Stream stream;
        private int next;

        Stream(ChannelHandlerContext context, Http2ConnectionEncoder encoder, Http2Stream stream) {
            this.context = context;
            this.encoder = encoder;
            this.stream = stream;
        }

        @Override
        public boolean writeNext() {
            if (!context.channel().isActive()) {
                return false;
            }
            write(next < answer.eventCount() ? answer.eventNow(next) : answer.ending());
            context.flush();
            return !hasEnded();
        }

        byte[] nextBurstEvent() {
            return next < answer.eventCount() ? answer.event(next) : answer.ending();
        }

        /** Writes the next event, or the ending after the last, as a frame of its own. */
        void write(byte[] bytes) {
            boolean last = next == answer.eventCount();
            next++;
            var unused = encoder.writeData(
                    context, stream.id(), Unpooled.wrappedBuffer(bytes), 0, last, context.newPromise());
            try {
                // Otherwise, Netty would join this event and the next into one frame.
                encoder.flowController().writePendingBytes();
            } catch (Http2Exception e) {
                throw new IllegalStateException(e);
            }
        }

        boolean isWritable() {
            return encoder.flowController().isWritable(stream);
        }

        /** Returns whether everything was written, or the client has left. */
        boolean hasEnded() {
            return next > answer.eventCount() || stream.state() == Http2Stream.State.CLOSED;
        }
    }
}
