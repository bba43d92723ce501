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
 * Names what failed in the exchanges with one server.
 *
 * <p>Goes by the types in the chain of causes and by the phase: the client's messages differ between releases and are
 * often null. Where only a message tells a malformed response from a lost connection, it is looked at; in a release that
 * words it in another way, the failure is reported less exactly. Some messages quote the response, header values included;
 * an exception with such a message is not kept as a cause.
 */
final class Failures {

    /** Host and port. */
    private final String server;

    private final @Nullable ProxyServer proxy;

    /** @param proxy what stands before the server; null if the client was told of none */
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
     * What the client reported in place of a response.
     *
     * @param sent how far the request had come, as far as the caller knows
     * @param connected whether a connection had certainly been ready for it
     */
    TransportException beforeHead(Throwable thrown, RequestProgress sent, boolean connected) {
        if (has(thrown, HttpConnectTimeoutException.class)) {
            return connectTimeout(RequestProgress.NOT_SENT);
        }
        if (proxy != null && isUnreachable(thrown)) {
            return new TransportException(
                    Kind.PROXY,
                    RequestProgress.NOT_SENT,
                    "No connection to the proxy " + proxy + " could be made; check its address, and that it runs",
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
                    "The proxy " + proxy + " opened no tunnel to " + server
                            + "; check that it lets this server through",
                    root(thrown));
        }
        if (has(thrown, UnresolvedAddressException.class) || has(thrown, UnknownHostException.class)) {
            return new TransportException(
                    Kind.DNS,
                    RequestProgress.NOT_SENT,
                    "The host of " + server + " could not be resolved; check its name, and name resolution here",
                    unwrapped(thrown));
        }
        if (isUnreachable(thrown)) {
            return new TransportException(
                    Kind.CONNECT,
                    RequestProgress.NOT_SENT,
                    "No connection to " + server + " could be made; check that a server listens there",
                    unwrapped(thrown));
        }
        // The client takes a connection for one in the handshake when the server has said that it closes it, and wraps
        // what the network then reports. What a certificate is refused for is no IOException.
        Throwable root = root(thrown);
        boolean misnamed = connected && root instanceof IOException && !(root instanceof SSLException);
        if (has(thrown, SSLException.class) && !misnamed) {
            return new TransportException(
                    Kind.TLS,
                    // A server acts on no request before the handshake is done.
                    has(thrown, SSLHandshakeException.class) ? RequestProgress.NOT_SENT : sent,
                    "TLS with " + server + " failed; check that the port speaks TLS and that its certificate is trusted"
                            + " and names the host",
                    unwrapped(thrown));
        }
        if (isTooLargeHead(thrown)) {
            return new TransportException(
                    Kind.LIMIT,
                    RequestProgress.HEAD_RECEIVED,
                    "The response head of " + server
                            + " is larger than java.net.http accepts; raise maxHeadBytes and the"
                            + " system property jdk.http.maxHeaderSize if that is meant",
                    null);
        }
        if (isMalformedHead(thrown)) {
            return new TransportException(
                    Kind.PROTOCOL,
                    RequestProgress.HEAD_RECEIVED,
                    "The response of " + server + " is not HTTP as its standard says; check address and port",
                    null);
        }
        if (has(thrown, IOException.class)) {
            return new TransportException(
                    Kind.RESET,
                    sent,
                    "The connection to " + server + " was closed or reset before a response came; "
                            + (sent == RequestProgress.NOT_SENT
                                    ? "the request had not been sent"
                                    : "the server may have got the request"),
                    root(thrown));
        }
        return unforeseen(thrown, sent);
    }

    /**
     * What the client reported in place of the rest of a body.
     *
     * @param version of the response
     */
    TransportException inBody(Throwable thrown, HttpClient.Version version) {
        if (has(thrown, EOFException.class)) {
            return truncated();
        }
        if (has(thrown, ProtocolException.class)) {
            return protocol("breaks the rules of HTTP/2");
        }
        // The HTTP/1.1 client wraps what the network reports; an IOException that stands alone is its parser's.
        if (version == HttpClient.Version.HTTP_1_1 && root(thrown).getClass() == IOException.class) {
            return protocol("has a body with broken framing");
        }
        if (has(thrown, IOException.class)) {
            return new TransportException(
                    Kind.RESET,
                    RequestProgress.HEAD_RECEIVED,
                    "The connection to " + server + " was reset in the middle of the body; check the server's log",
                    root(thrown));
        }
        return unforeseen(thrown, RequestProgress.HEAD_RECEIVED);
    }

    /** No connection was ready in time; one through a proxy keeps it to itself who was silent. */
    TransportException connectTimeout(RequestProgress progress) {
        return new TransportException(
                proxy == null ? Kind.CONNECT_TIMEOUT : Kind.PROXY,
                progress,
                "The connection to " + server + (proxy == null ? "" : " through the proxy " + proxy)
                        + " was not ready within the connect timeout; check the address, or allow more time",
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
     * A response that breaks the rules of HTTP.
     *
     * @param fault goes on after "The response of the server"
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
                "The response head of " + server + " is larger than " + maxHeadBytes
                        + " bytes; raise maxHeadBytes if that is meant",
                null);
    }

    TransportException closed(RequestProgress progress) {
        return new TransportException(
                Kind.CLOSED,
                progress,
                "The transport that sends to " + server + " is closed; send through one that is open",
                null);
    }

    /** The server has several addresses, and the client can be told of none but the first. */
    TransportException firstAddressOnly(Throwable thrown) {
        return new TransportException(
                Kind.CONNECT,
                RequestProgress.NOT_SENT,
                "No connection to " + server
                        + " could be made at the first of its addresses, and java.net.http tries no"
                        + " other; check that a server listens there, or use the Netty transport, or, without TLS, start"
                        + " the JVM with -Djdk.httpclient.allowRestrictedHeaders=host",
                unwrapped(thrown));
    }

    /** The client would not take any URI of the server. */
    TransportException unnameable() {
        return new TransportException(
                Kind.INTERNAL,
                RequestProgress.NOT_SENT,
                "java.net.http accepts no URI with the host of " + server
                        + "; use the Netty transport or a name of letters,"
                        + " digits and hyphens, or, without TLS and proxy, start the JVM with"
                        + " -Djdk.httpclient.allowRestrictedHeaders=host",
                null);
    }

    private TransportException unforeseen(Throwable thrown, RequestProgress progress) {
        return new TransportException(
                Kind.INTERNAL,
                progress,
                "java.net.http could not carry out the exchange with " + server + "; see the cause",
                unwrapped(thrown));
    }

    /** A proxy answered in place of the server, which it does with status 407. */
    TransportException proxyAuthentication() {
        return new TransportException(
                Kind.PROXY,
                RequestProgress.NOT_SENT,
                "The proxy before " + server
                        + " refused the credentials, or got none; check them, and with an https URL"
                        + " that the system property jdk.http.auth.tunneling.disabledSchemes lets Basic through",
                null);
    }

    private static boolean isTooLargeHead(Throwable thrown) {
        return says(thrown, ProtocolException.class, "Header size too big")
                || says(thrown, ProtocolException.class, "MAX_HEADERS_LIST_SIZE");
    }

    private static boolean isMalformedHead(Throwable thrown) {
        return has(thrown, ProtocolException.class)
                // A status in HTTP/2 that is no number.
                || has(thrown, NumberFormatException.class)
                // The name of a header in HTTP/2, in older releases.
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

    /** True if no connection came about; a timeout counts too. */
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

    /** Without the {@code CompletionException} of a future around it. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }

    /** What the network itself reported; the exceptions around it quote what the client was reading. */
    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
