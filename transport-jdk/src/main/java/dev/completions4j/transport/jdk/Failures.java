// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.HostAndPort;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the failures of exchanges with one server.
 *
 * <p>The classification depends on the types in the chain of causes and on the phase, since the client's messages
 * differ between releases and are often null. A message is used only where nothing else distinguishes a malformed
 * response from a lost connection; a release with another message is classified less precisely. Some messages quote the
 * response, including header values; exceptions with such messages are not kept as causes.
 */
final class Failures {

    /** Host and port. */
    private final String server;

    private final @Nullable ProxyServer proxy;

    /** @param proxy the proxy before the server; null if there is none */
    Failures(URI uri, @Nullable ProxyServer proxy) {
        this.proxy = proxy;
        this.server = nameOf(uri);
    }

    private static String nameOf(URI uri) {
        try {
            return HostAndPort.of(uri).toString();
        } catch (IllegalArgumentException none) {
            return String.valueOf(uri.getRawAuthority());
        }
    }

    /**
     * Returns the failure of an exchange without a response.
     *
     * @param sent the request's progress, as far as it is known
     * @param connected whether a connection was certainly ready
     */
    TransportException beforeHead(Throwable thrown, RequestProgress sent, boolean connected) {
        if (has(thrown, HttpConnectTimeoutException.class)) {
            return connectTimeout(RequestProgress.NOT_SENT);
        }
        if (proxy != null && isUnreachable(thrown)) {
            return new TransportException(
                    Kind.PROXY,
                    RequestProgress.NOT_SENT,
                    "Cannot connect to the proxy " + proxy + "; check its address, and that it is running",
                    unwrapped(thrown));
        }
        if (proxy != null
                && !connected
                && sent == RequestProgress.NOT_SENT
                && has(thrown, IOException.class)
                && !has(thrown, SSLException.class)) {
            return new TransportException(
                    Kind.PROXY,
                    RequestProgress.NOT_SENT,
                    "The proxy " + proxy + " did not open a tunnel to " + server
                            + "; check that it allows connections to this server",
                    root(thrown));
        }
        if (has(thrown, UnresolvedAddressException.class) || has(thrown, UnknownHostException.class)) {
            return new TransportException(
                    Kind.DNS,
                    RequestProgress.NOT_SENT,
                    "Cannot resolve the host of " + server + "; check its name, and name resolution on this machine",
                    unwrapped(thrown));
        }
        if (isUnreachable(thrown)) {
            return new TransportException(
                    Kind.CONNECT,
                    RequestProgress.NOT_SENT,
                    "Cannot connect to " + server + "; check that the server is running and reachable",
                    unwrapped(thrown));
        }
        // The client reports a network failure as a failed handshake if the server has announced the close of the
        // connection. The cause of a rejected certificate is not an IOException.
        Throwable root = root(thrown);
        boolean misnamed = connected && root instanceof IOException && !(root instanceof SSLException);
        if (has(thrown, SSLException.class) && !misnamed) {
            return new TransportException(
                    Kind.TLS,
                    // A server does not process a request before the handshake has completed.
                    has(thrown, SSLHandshakeException.class) ? RequestProgress.NOT_SENT : sent,
                    "TLS with " + server
                            + " failed; check that the port uses TLS, and that its certificate is trusted and"
                            + " valid for the host",
                    unwrapped(thrown));
        }
        if (isTooLargeHead(thrown)) {
            return new TransportException(
                    Kind.LIMIT,
                    RequestProgress.HEAD_RECEIVED,
                    "The response headers of " + server
                            + " are larger than java.net.http accepts; to allow them, raise maxHeadBytes and the"
                            + " system property jdk.http.maxHeaderSize",
                    null);
        }
        if (isMalformedHead(thrown)) {
            return new TransportException(
                    Kind.PROTOCOL,
                    RequestProgress.HEAD_RECEIVED,
                    "The response of " + server + " is not valid HTTP; check the address and the port",
                    null);
        }
        if (has(thrown, IOException.class)) {
            return new TransportException(
                    Kind.RESET,
                    sent,
                    "The connection to " + server + " was closed or reset before a response arrived; "
                            + (sent == RequestProgress.NOT_SENT
                                    ? "the request had not been sent"
                                    : "the server may have received the request"),
                    root(thrown));
        }
        return unforeseen(thrown, sent);
    }

    /**
     * Returns the failure of an incomplete body.
     *
     * @param version the version of the response
     */
    TransportException inBody(Throwable thrown, HttpClient.Version version) {
        if (has(thrown, EOFException.class)) {
            return truncated();
        }
        if (has(thrown, ProtocolException.class)) {
            return protocol("violates HTTP/2");
        }
        // The HTTP/1.1 client wraps network failures; an IOException without a cause comes from its parser.
        if (version == HttpClient.Version.HTTP_1_1 && root(thrown).getClass() == IOException.class) {
            return protocol("has a body with invalid framing");
        }
        if (has(thrown, IOException.class)) {
            return new TransportException(
                    Kind.RESET,
                    RequestProgress.HEAD_RECEIVED,
                    "The connection to " + server + " was reset before the end of the body; check the server's log",
                    root(thrown));
        }
        return unforeseen(thrown, RequestProgress.HEAD_RECEIVED);
    }

    /**
     * Returns the failure of a connect timeout; through a proxy, it is unknown whether the proxy or the server caused
     * it.
     */
    TransportException connectTimeout(RequestProgress progress) {
        return new TransportException(
                proxy == null ? Kind.CONNECT_TIMEOUT : Kind.PROXY,
                progress,
                "The connection to " + server + (proxy == null ? "" : " through the proxy " + proxy)
                        + " was not ready within the connect timeout; check the address, or raise the timeout",
                null);
    }

    TransportException truncated() {
        return new TransportException(
                Kind.TRUNCATED,
                RequestProgress.HEAD_RECEIVED,
                "The response of " + server + " ended before its body was complete; check the server's log",
                null);
    }

    /**
     * Returns the failure of a malformed response.
     *
     * @param fault completes the message "The response of the server …"
     */
    TransportException protocol(String fault) {
        return new TransportException(
                Kind.PROTOCOL,
                RequestProgress.HEAD_RECEIVED,
                "The response of " + server + " " + fault + "; check the server, and any proxy before it",
                null);
    }

    TransportException limit(int maxHeadBytes) {
        return new TransportException(
                Kind.LIMIT,
                RequestProgress.HEAD_RECEIVED,
                "The response headers of " + server + " are larger than " + maxHeadBytes
                        + " bytes; to allow them, raise maxHeadBytes",
                null);
    }

    TransportException closed(RequestProgress progress) {
        return new TransportException(
                Kind.CLOSED,
                progress,
                "The transport is closed and cannot send to " + server + "; use an open transport",
                null);
    }

    /** Returns the failure for a host with several addresses of which the client can use only the first. */
    TransportException firstAddressOnly(Throwable thrown) {
        return new TransportException(
                Kind.CONNECT,
                RequestProgress.NOT_SENT,
                "Cannot connect to the first address of " + server + ", and java.net.http does not try the others;"
                        + " check that the server is running there, use the Netty transport, or, without TLS, start the"
                        + " JVM with -Djdk.httpclient.allowRestrictedHeaders=host",
                unwrapped(thrown));
    }

    /** Returns the failure for a host name that the client rejects in any URI. */
    TransportException unnameable() {
        return new TransportException(
                Kind.INTERNAL,
                RequestProgress.NOT_SENT,
                "java.net.http rejects URIs with the host of " + server
                        + "; use the Netty transport, or a name of letters,"
                        + " digits and hyphens, or, without TLS and proxy, start the JVM with"
                        + " -Djdk.httpclient.allowRestrictedHeaders=host",
                null);
    }

    private TransportException unforeseen(Throwable thrown, RequestProgress progress) {
        return new TransportException(
                Kind.INTERNAL,
                progress,
                "The exchange with " + server + " failed in java.net.http; see the cause",
                unwrapped(thrown));
    }

    /** Returns the failure for status 407 from a proxy. */
    TransportException proxyAuthentication() {
        return new TransportException(
                Kind.PROXY,
                RequestProgress.NOT_SENT,
                "The proxy before " + server
                        + " rejected the credentials or received none; check them, and, for https URLs, that the system"
                        + " property jdk.http.auth.tunneling.disabledSchemes allows Basic",
                null);
    }

    private static boolean isTooLargeHead(Throwable thrown) {
        return says(thrown, ProtocolException.class, "Header size too big")
                || says(thrown, ProtocolException.class, "MAX_HEADERS_LIST_SIZE");
    }

    private static boolean isMalformedHead(Throwable thrown) {
        return has(thrown, ProtocolException.class)
                // A status in HTTP/2 that is not a number.
                || has(thrown, NumberFormatException.class)
                // An invalid header name in HTTP/2, in older releases.
                || says(thrown, IOException.class, "malformed response")
                || says(thrown, IOException.class, "unexpected content length header with 204");
    }

    private static boolean says(Throwable thrown, Class<? extends Throwable> type, String words) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each) && String.valueOf(each.getMessage()).contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether no connection could be established. */
    private static boolean isUnreachable(Throwable thrown) {
        return has(thrown, UnresolvedAddressException.class)
                || has(thrown, UnknownHostException.class)
                || has(thrown, ConnectException.class)
                || has(thrown, NoRouteToHostException.class);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the cause of a {@code CompletionException}. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }

    /** Returns the root cause, a network failure; the exceptions around it quote the response. */
    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
