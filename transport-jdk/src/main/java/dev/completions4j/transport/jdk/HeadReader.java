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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads, and finds fault with those that {@link HttpClient} lets through but must not be trusted.
 *
 * <p>The client obeys {@code Content-Length} beside {@code Transfer-Encoding}, the first of two lengths, and no coding
 * but {@code chunked}: it would take a part of the body for the whole, or the framing for a body.
 */
final class HeadReader {

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** As many digits as surely fit a long. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final int maxHeadBytes;

    HeadReader(int maxHeadBytes) {
        this.maxHeadBytes = maxHeadBytes;
    }

    /**
     * What is wrong with a head; null if nothing is.
     *
     * @param forwarder the proxy that forwarded it; null if none did
     */
    @Nullable TransportException fault(ResponseInfo info, @Nullable ProxyServer forwarder, Failures failures) {
        if (info.statusCode() < 200 || info.statusCode() > 999) {
            return failures.protocol("has the status " + info.statusCode() + ", which is not a final one");
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
        if (lengths.stream().distinct().count() > 1) {
            return failures.protocol("has two Content-Lengths that differ");
        }
        if (!lengths.isEmpty() && !LENGTH.matcher(lengths.get(0)).matches()) {
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
                values.forEach(value -> headers.add(name, value));
            }
        });
        String protocol = info.version() == HttpClient.Version.HTTP_1_1 ? "HTTP/1.1" : "HTTP/2";
        return new ResponseHead(info.statusCode(), protocol, headers.build());
    }

    /** The size of the header lines, each with a colon, a space and a line end. */
    private static long bytes(ResponseInfo info) {
        long bytes = 0;
        for (Map.Entry<String, List<String>> header : info.headers().map().entrySet()) {
            for (String value : header.getValue()) {
                bytes += header.getKey().length() + value.length() + 4L;
            }
        }
        return bytes;
    }

    /** True for {@code :status}, which the client lists among the headers of HTTP/2. */
    private static boolean isPseudoHeader(String name) {
        return name.startsWith(":");
    }
}
