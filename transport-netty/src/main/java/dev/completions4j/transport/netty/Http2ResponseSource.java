// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of an HTTP/2 connection: passes the response to its sink, and updates the flow-control window as the sink
 * consumes data.
 */
final class Http2ResponseSource implements ResponseSource {

    private static final int MAX_INTERIM_RESPONSES = 8;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Http2Codec codec;
    private final ChannelHandlerContext context;
    private final Http2Stream stream;
    private final Failures failures;
    private final int maxHeadBytes;

    /** Null after the exchange has left the stream. */
    private @Nullable ResponseSink sink;

    private RequestProgress progress = RequestProgress.MAYBE_SENT;
    private int interimResponses;

    /** Number of bytes passed to the sink but not yet consumed. */
    private int untaken;

    Http2ResponseSource(
            Http2Codec codec,
            ChannelHandlerContext context,
            Http2Stream stream,
            Failures failures,
            int maxHeadBytes,
            ResponseSink sink) {
        this.codec = codec;
        this.context = context;
        this.stream = stream;
        this.failures = failures;
        this.maxHeadBytes = maxHeadBytes;
        this.sink = sink;
    }

    int streamId() {
        return stream.id();
    }

    /** Returns the consumed bytes to the window. */
    @Override
    public void read() {
        int taken = untaken;
        untaken = 0;
        if (taken == 0 || stream.state() == Http2Stream.State.CLOSED) {
            // Netty returns the rest at the end of the stream.
            return;
        }
        Http2LocalFlowController window = codec.connection().local().flowController();
        try {
            if (window.consumeBytes(stream, taken)) {
                context.flush();
            }
        } catch (Http2Exception e) {
            codec.onError(context, true, e);
        }
    }

    @Override
    public void abort() {
        sink = null;
        reset(Http2Error.CANCEL);
    }

    void onHeaders(Http2Headers headers, boolean endOfStream) {
        if (sink == null) {
            return;
        }
        if (progress != RequestProgress.HEAD_RECEIVED) {
            readHead(sink, headers);
        }
        // Headers after the response headers are the trailers.
        if (endOfStream) {
            end();
        }
    }

    void onData(ByteBuf data, boolean endOfStream) {
        untaken += data.readableBytes();
        if (sink != null && progress != RequestProgress.HEAD_RECEIVED) {
            violate("contents before the head");
        }
        if (sink != null && data.isReadable()) {
            sink.onContent(data);
        }
        if (sink != null) {
            sink.onReadComplete();
        }
        if (endOfStream) {
            end();
        }
    }

    void onReset(long errorCode) {
        if (errorCode == Http2Error.REFUSED_STREAM.code() && progress != RequestProgress.HEAD_RECEIVED) {
            onUnprocessed();
        } else {
            fail(each -> failures.streamReset(String.valueOf(Http2Error.valueOf(errorCode)), each));
        }
    }

    /** Called when the server reports that it has not processed the request. */
    void onUnprocessed() {
        leaveUnprocessed(failures.refusedStream());
    }

    /** Called when the connection has failed before the headers of the request were written. */
    void onUnsent() {
        leaveUnprocessed(failures.closedByServer(RequestProgress.NOT_SENT));
    }

    private void leaveUnprocessed(TransportException failure) {
        if (progress == RequestProgress.HEAD_RECEIVED) {
            // The server has responded nevertheless, so that the request must not be sent again.
            fail(failures::closedByServer);
            return;
        }
        ResponseSink left = leave();
        if (left != null) {
            left.onUnprocessed(failure);
        }
    }

    /** Called when the stream was closed by either peer. */
    void onClosed() {
        fail(failures::closedByServer);
    }

    void onError(Http2Exception.StreamException error, boolean outbound) {
        if (outbound) {
            fail(each -> failures.internal(error, each));
        } else if (error instanceof Http2Exception.HeaderListSizeException) {
            fail(each -> failures.headTooLarge(each, maxHeadBytes));
        } else {
            fail(each -> failures.protocol("HTTP/2 error " + error.error(), each));
        }
    }

    /** @param failure creates the failure for the request's progress */
    void fail(Function<RequestProgress, TransportException> failure) {
        ResponseSink left = leave();
        if (left != null) {
            left.onFailure(failure.apply(progress));
        }
    }

    private void readHead(ResponseSink reading, Http2Headers headers) {
        int status = status(headers);
        if (status < 100 || status == SWITCHING_PROTOCOLS) {
            violate("a status that HTTP/2 does not have");
        } else if (status < 200) {
            interimResponses++;
            if (interimResponses > MAX_INTERIM_RESPONSES) {
                violate("more than " + MAX_INTERIM_RESPONSES + " interim responses");
            }
        } else {
            HttpHeaders read = read(headers);
            if (read == null) {
                violate("a header with a forbidden character");
            } else {
                progress = RequestProgress.HEAD_RECEIVED;
                reading.onHead(new ResponseHead(status, "HTTP/2", read));
            }
        }
    }

    /** Returns the status; zero if it is invalid. */
    private static int status(Http2Headers headers) {
        CharSequence status = headers.status();
        boolean valid = status != null && status.length() == 3 && status.chars().allMatch(c -> c >= '0' && c <= '9');
        return valid ? Integer.parseInt(status.toString()) : 0;
    }

    private static @Nullable HttpHeaders read(Http2Headers headers) {
        HttpHeaders.Builder read = HttpHeaders.builder();
        try {
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
                if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(header.getKey())) {
                    read.add(header.getKey().toString(), header.getValue().toString());
                }
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return read.build();
    }

    private void violate(String problem) {
        fail(each -> failures.protocol(problem, each));
        reset(Http2Error.PROTOCOL_ERROR);
    }

    private void end() {
        if (progress != RequestProgress.HEAD_RECEIVED) {
            fail(failures::closedByServer);
            return;
        }
        ResponseSink left = leave();
        if (left == null) {
            return;
        }
        if (stream.state() == Http2Stream.State.OPEN) {
            // The server responded before reading the whole request; the rest is not needed.
            reset(Http2Error.CANCEL);
        }
        left.onEnd();
    }

    private @Nullable ResponseSink leave() {
        ResponseSink left = sink;
        sink = null;
        return left;
    }

    private void reset(Http2Error reason) {
        if (stream.state() != Http2Stream.State.CLOSED) {
            var unused = codec.resetStream(context, stream.id(), reason.code(), context.newPromise());
            context.flush();
        }
    }
}
