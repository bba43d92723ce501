// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Converts requests to requests of {@link java.net.http}. */
final class Requests {

    private Requests() {}

    /**
     * Returns the converted request, without a timeout, which would end long responses in some releases, and without
     * {@code Expect}.
     *
     * @param target replaces the request's URI
     * @param body the request's body
     * @param preferred the version to negotiate over TLS; HTTP/1.1 is used without TLS, since the client would
     *     otherwise send {@code Upgrade}, with which some servers lose the body
     * @param proxy the proxy whose credentials are added, which the client sends to the proxy only; null if there is
     *     none
     * @throws IllegalArgumentException if the client cannot send the request; the message contains no values and no
     *     query
     */
    static HttpRequest prepare(
            TransportRequest request,
            Target target,
            BodyPublisher body,
            HttpClient.Version preferred,
            @Nullable ProxyServer proxy) {
        HttpRequest.Builder builder = HttpRequest.newBuilder();
        try {
            builder.uri(target.uri()).method(request.method(), body);
        } catch (IllegalArgumentException refused) {
            // Not kept as the cause: its message may show the query.
            throw new IllegalArgumentException(
                    "java.net.http cannot send a request with this method or this form of URI: " + request);
        }
        builder.version("https".equalsIgnoreCase(request.uri().getScheme()) ? preferred : HttpClient.Version.HTTP_1_1);
        request.headers().forEach((name, value) -> addHeader(builder, name, value));
        if (target.hostHeader() != null && request.headers().first("Host") == null) {
            addHeader(builder, "Host", target.hostHeader());
        }
        if (proxy != null && proxy.user() != null) {
            addHeader(builder, "Proxy-Authorization", basic(proxy.user() + ":" + proxy.password()));
        }
        return builder.build();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(US_ASCII));
    }

    private static void addHeader(HttpRequest.Builder builder, String name, String value) {
        // The client would replace other characters by question marks.
        if (!isAscii(value)) {
            throw new IllegalArgumentException(
                    "The value of the header " + name + " has a character outside ASCII; encode it");
        }
        try {
            builder.header(name, value);
        } catch (IllegalArgumentException refused) {
            // Not kept as the cause: its message may show the value.
            throw new IllegalArgumentException("java.net.http does not let a request set the header " + name
                    + " to this value, or at all; leave it out");
        }
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
