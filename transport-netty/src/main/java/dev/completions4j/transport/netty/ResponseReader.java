// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response: skips interim responses, performs checks that the decoder does not, and passes the response to a
 * sink. Independent of the connection.
 */
final class ResponseReader {

    private static final int MAX_INTERIM_RESPONSES = 8;

    private final ResponseSink sink;
    private final Failures failures;
    private final int maxHeadBytes;

    private int interimResponses;
    private boolean interim;
    private boolean keepsAlive;
    private RequestProgress progress = RequestProgress.MAYBE_SENT;
    private @Nullable String keepAliveHint;

    ResponseReader(ResponseSink sink, Failures failures, int maxHeadBytes) {
        this.sink = sink;
        this.failures = failures;
        this.maxHeadBytes = maxHeadBytes;
    }

    /** Returns the request's progress, as far as the response reveals it. */
    RequestProgress progress() {
        return progress;
    }

    /** Returns whether the connection can be reused; known after the headers. */
    boolean keepsAlive() {
        return keepsAlive;
    }

    /** Returns the value of the {@code Keep-Alive} header; null if there was none. */
    @Nullable String keepAliveHint() {
        return keepAliveHint;
    }

    /**
     * Reads the next part of the response. The caller retains ownership.
     *
     * @return whether the response is complete
     * @throws TransportException if the response is malformed
     */
    boolean read(HttpObject part) {
        DecoderResult result = part.decoderResult();
        if (result.isFailure()) {
            throw failures.decoding(result.cause(), progress, maxHeadBytes);
        }
        if (part instanceof HttpResponse response) {
            readHead(response);
        }
        return part instanceof HttpContent content && readContent(content);
    }

    private void readHead(HttpResponse response) {
        check(response);
        interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (interim) {
            interimResponses++;
            if (interimResponses > MAX_INTERIM_RESPONSES) {
                throw notHttp("more than " + MAX_INTERIM_RESPONSES + " interim responses");
            }
            return;
        }
        HttpHeaders headers = headersOf(response);
        progress = RequestProgress.HEAD_RECEIVED;
        keepsAlive = HttpUtil.isKeepAlive(response);
        keepAliveHint = headers.first("Keep-Alive");
        sink.onHead(new ResponseHead(
                response.status().code(), response.protocolVersion().text(), headers));
    }

    private void check(HttpResponse response) {
        if (response.decoderResult() instanceof HttpMessageDecoderResult size && size.totalSize() > maxHeadBytes) {
            throw failures.headTooLarge(RequestProgress.HEAD_RECEIVED, maxHeadBytes);
        }
        HttpVersion version = response.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw notHttp("a version other than 1.0 and 1.1");
        }
        int status = response.status().code();
        if (status < 100 || status > 999) {
            throw notHttp("a status that has not three digits");
        }
        if (status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            throw notHttp("status 101, which was not asked for");
        }
        checkFraming(response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING), response);
    }

    /** Rejects codings other than chunked, which were not accepted, and ambiguous framing (RFC 9112, section 6). */
    private void checkFraming(List<String> transferEncodings, HttpResponse response) {
        if (transferEncodings.isEmpty()) {
            return;
        }
        if (transferEncodings.size() > 1
                || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(transferEncodings.get(0))) {
            throw notHttp("a Transfer-Encoding other than chunked");
        }
        if (response.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw notHttp("both Transfer-Encoding and Content-Length");
        }
    }

    /** Returns the failure of a malformed response. */
    private TransportException notHttp(String problem) {
        return failures.protocol(problem, RequestProgress.HEAD_RECEIVED);
    }

    private HttpHeaders headersOf(HttpResponse response) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        try {
            Iterator<Map.Entry<CharSequence, CharSequence>> all =
                    response.headers().iteratorCharSequence();
            while (all.hasNext()) {
                Map.Entry<CharSequence, CharSequence> header = all.next();
                headers.add(
                        HeaderNames.SHARED.string(header.getKey()),
                        header.getValue().toString());
            }
        } catch (IllegalArgumentException e) {
            throw notHttp("a header with a forbidden character");
        }
        return headers.build();
    }

    private boolean readContent(HttpContent content) {
        if (content.content().isReadable()) {
            sink.onContent(content.content());
        }
        return content instanceof LastHttpContent && !interim;
    }
}
