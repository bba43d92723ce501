// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the failures on a route, by the type of the cause and the phase, never by its message.
 *
 * <p>A cause whose message quotes bytes of the response is omitted, since they may be confidential.
 */
final class Failures implements ReachFailures {

    private final Route route;

    Failures(Route route) {
        this.route = route;
    }

    @Override
    public TransportException resolving(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return failure(
                    Kind.DNS,
                    RequestProgress.NOT_SENT,
                    "Cannot resolve the host name of " + route + "; check its spelling and the name server",
                    cause);
        }
        return internal(cause, RequestProgress.NOT_SENT);
    }

    @Override
    public TransportException connecting(Throwable cause, Duration connectTimeout) {
        if (cause instanceof ConnectTimeoutException) {
            return timeout(connectTimeout);
        }
        if (cause instanceof IOException) {
            return failure(
                    Kind.CONNECT,
                    RequestProgress.NOT_SENT,
                    "Cannot connect to " + route + "; check that the server is running and reachable",
                    cause);
        }
        return internal(cause, RequestProgress.NOT_SENT);
    }

    /** Returns the failure to open a socket, for this route or for the proxy before it. */
    TransportException opening(ChannelException cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof IOException) {
                return failure(
                        Kind.CONNECT,
                        RequestProgress.NOT_SENT,
                        "Cannot open a socket to connect to " + route
                                + "; the process may have reached its limit of open files: raise it (ulimit -n), or"
                                + " use fewer connections",
                        each);
            }
        }
        return internal(cause, RequestProgress.NOT_SENT);
    }

    @Override
    public TransportException timeout(Duration connectTimeout) {
        return failure(
                Kind.CONNECT_TIMEOUT,
                RequestProgress.NOT_SENT,
                "The connection to " + route + " was not ready within " + connectTimeout.toMillis()
                        + " ms; check that the server is reachable, or raise connectTimeout",
                null);
    }

    /** Returns the failure of an acquire timeout. */
    TransportException acquireTimeout(PoolLimits limits) {
        return failure(
                Kind.ACQUIRE_TIMEOUT,
                RequestProgress.NOT_SENT,
                "No connection to " + route + " became free within "
                        + limits.acquireTimeout().toMillis() + " ms, and the maximum number of connections is "
                        + limits.maxConnections()
                        + "; send fewer requests at a time, or raise maxConnections of the transport",
                null);
    }

    /** Returns the failure of a TLS handshake. */
    TransportException handshaking(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return failure(
                    Kind.TLS,
                    RequestProgress.NOT_SENT,
                    "The server at " + route + " did not respond with TLS; if it uses plain HTTP, use an http URL",
                    null);
        }
        if (route.host().indexOf('_') >= 0) {
            return failure(
                    Kind.TLS,
                    RequestProgress.NOT_SENT,
                    "TLS with " + route
                            + " failed; the JVM rejects certificates for host names with an underscore; use another"
                            + " name for the server",
                    cause);
        }
        return failure(
                Kind.TLS,
                RequestProgress.NOT_SENT,
                "TLS with " + route
                        + " failed; check that the port uses TLS, and that its certificate is trusted and valid for the"
                        + " host",
                cause);
    }

    /** Returns the failure of a response that could not be decoded. */
    TransportException decoding(Throwable cause, RequestProgress progress, int maxHeadBytes) {
        if (cause instanceof PrematureChannelClosureException) {
            return closedByServer(progress);
        }
        boolean tooLong = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
        if (tooLong && progress != RequestProgress.HEAD_RECEIVED) {
            return headTooLarge(RequestProgress.HEAD_RECEIVED, maxHeadBytes);
        }
        return protocol(cause.getClass().getSimpleName(), RequestProgress.HEAD_RECEIVED);
    }

    TransportException headTooLarge(RequestProgress progress, int maxHeadBytes) {
        return failure(
                Kind.LIMIT,
                progress,
                "The response headers of " + route + " are larger than " + maxHeadBytes
                        + " bytes; to allow them, raise maxHeadBytes",
                null);
    }

    /** @param problem the problem, without a quotation of the response */
    TransportException protocol(String problem, RequestProgress progress) {
        return failure(
                Kind.PROTOCOL,
                progress,
                "The response of " + route + " is not valid HTTP (" + problem
                        + "); check that an HTTP server listens there",
                null);
    }

    /** Returns the failure of a stream that the server has refused without processing it. */
    TransportException refusedStream() {
        return failure(
                Kind.REFUSED_STREAM,
                RequestProgress.NOT_SENT,
                "The server at " + route + " refused the request without processing it; retry later",
                null);
    }

    /** Returns the failure of a connection without an answer to a PING. */
    TransportException silent(RequestProgress progress) {
        return failure(
                Kind.RESET,
                progress,
                "The connection to " + route + " is dead: the server did not answer a ping; check the network",
                null);
    }

    /** @param error the name of the server's error code */
    TransportException streamReset(String error, RequestProgress progress) {
        return failure(
                Kind.RESET,
                progress,
                "The server at " + route + " reset the stream with " + error + "; check its log",
                null);
    }

    /** Returns the failure of an exchange whose channel has failed. */
    TransportException onChannel(Throwable cause, RequestProgress progress) {
        Throwable error = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (error instanceof NotSslRecordException) {
            return failure(
                    Kind.TLS,
                    progress,
                    "The server at " + route
                            + " sent data without TLS in a TLS connection; check proxies and firewalls",
                    null);
        }
        if (error instanceof SSLException) {
            return failure(
                    Kind.TLS, progress, "TLS with " + route + " failed after the handshake; see the cause", error);
        }
        if (error instanceof IOException) {
            return failure(
                    Kind.RESET, progress, "The connection to " + route + " was reset; check the server's log", error);
        }
        return internal(error, progress);
    }

    /** Returns the failure of a connection that was closed too early. */
    TransportException closedByServer(RequestProgress progress) {
        if (progress == RequestProgress.HEAD_RECEIVED) {
            return failure(
                    Kind.TRUNCATED,
                    progress,
                    "The server at " + route
                            + " closed the connection before the end of the response body; check its log",
                    null);
        }
        return failure(
                Kind.RESET,
                progress,
                "The server at " + route + " closed the connection before a response arrived; check its log",
                null);
    }

    TransportException transportClosed(RequestProgress progress) {
        return failure(
                Kind.CLOSED,
                progress,
                "The transport is closed and cannot complete the exchange with " + route + "; use an open transport",
                null);
    }

    TransportException internal(Throwable cause, RequestProgress progress) {
        return failure(
                Kind.INTERNAL, progress, "The exchange with " + route + " failed unexpectedly; see the cause", cause);
    }

    private static TransportException failure(
            Kind kind, RequestProgress progress, String message, @Nullable Throwable cause) {
        return new TransportException(kind, progress, message, cause);
    }
}
