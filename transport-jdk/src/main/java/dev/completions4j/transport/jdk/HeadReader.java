// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads response headers, and rejects invalid ones that {@link HttpClient} accepts.
 *
 * <p>The client uses {@code Content-Length} even if there is a {@code Transfer-Encoding}, uses the first of two
 * lengths, and ignores codings other than {@code chunked}. It would thus deliver a part of a body, or its framing, as
 * the body.
 */
final class HeadReader {

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** Fewer than those of the greatest long. */
    private static final int MAX_DIGITS = 18;

    private final int maxHeadBytes;

    HeadReader(int maxHeadBytes) {
        this.maxHeadBytes = maxHeadBytes;
    }

    /**
     * Returns the failure of invalid headers; null if they are valid.
     *
     * @param forwarder the proxy that forwarded the response; null if there is none
     */
    @Nullable TransportException fault(ResponseInfo info, @Nullable ProxyServer forwarder, Failures failures) {
        if (info.statusCode() < 200 || info.statusCode() > 999) {
            return failures.protocol("has the status " + info.statusCode() + ", which is not a final status");
        }
        if (forwarder != null && info.statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
            return failures.proxyAuthentication();
        }
        if (bytes(info) > maxHeadBytes) {
            return failures.limit(maxHeadBytes);
        }
        List<String> lengths = info.headers().allValues("Content-Length");
        List<String> codings = info.headers().allValues("Transfer-Encoding");
        if (!lengths.isEmpty() && !codings.isEmpty()) {
            return failures.protocol("has both Transfer-Encoding and Content-Length");
        }
        if (lengths.size() > 1 && lengths.stream().distinct().count() > 1) {
            return failures.protocol("has different Content-Length values");
        }
        if (!lengths.isEmpty() && !isLength(lengths.get(0))) {
            return failures.protocol("has a Content-Length that is not a number");
        }
        if (codings.size() > 1 || (!codings.isEmpty() && !codings.get(0).equalsIgnoreCase("chunked"))) {
            return failures.protocol("has a Transfer-Encoding other than chunked");
        }
        return null;
    }

    ResponseHead read(ResponseInfo info) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        info.headers().map().forEach((name, values) -> {
            if (!isPseudoHeader(name)) {
                for (String value : values) {
                    headers.add(name, value);
                }
            }
        });
        String protocol = info.version() == HttpClient.Version.HTTP_1_1 ? "HTTP/1.1" : "HTTP/2";
        return new ResponseHead(info.statusCode(), protocol, headers.build());
    }

    /** Returns the size of the header lines, including colon, space and line end. */
    private static long bytes(ResponseInfo info) {
        long bytes = 0;
        for (Map.Entry<String, List<String>> header : info.headers().map().entrySet()) {
            for (String value : header.getValue()) {
                bytes += header.getKey().length() + value.length() + 4L;
            }
        }
        return bytes;
    }

    private static boolean isLength(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= MAX_DIGITS;
    }

    /** Returns whether a header is a pseudo-header such as {@code :status}, which the client includes in HTTP/2. */
    private static boolean isPseudoHeader(String name) {
        return name.startsWith(":");
    }
}
