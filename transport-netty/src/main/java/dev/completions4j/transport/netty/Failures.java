// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
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
 * Says what went wrong on a route, judged by the type of the cause and the phase that it struck, never by its text.
 *
 * <p>A cause whose text quotes the server's bytes is left out, since these may be the answer to a secret prompt.
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
                    "The host name of " + route + " could not be resolved; check its spelling and the name server",
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
                    "No connection to " + route + " could be made; check that the server runs and listens there",
                    cause);
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

    /** The turn of an exchange did not come. */
    TransportException acquireTimeout(PoolLimits limits) {
        return failure(
                Kind.ACQUIRE_TIMEOUT,
                RequestProgress.NOT_SENT,
                "No connection to " + route + " became free within "
                        + limits.acquireTimeout().toMillis() + " ms, and there may be no more than "
                        + limits.maxConnections()
                        + "; send fewer requests at a time, or raise maxConnections of the transport",
                null);
    }

    /** The TLS handshake did not end well, whatever the cause. */
    TransportException handshaking(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return failure(
                    Kind.TLS,
                    RequestProgress.NOT_SENT,
                    "The server at " + route + " did not answer with TLS; if it speaks plain HTTP, use an http URL",
                    null);
        }
        if (route.host().indexOf('_') >= 0) {
            return failure(
                    Kind.TLS,
                    RequestProgress.NOT_SENT,
                    "The TLS handshake with " + route
                            + " failed; the JVM accepts no certificate for a host name with an underscore, so use another"
                            + " name for the server",
                    cause);
        }
        return failure(
                Kind.TLS,
                RequestProgress.NOT_SENT,
                "The TLS handshake with " + route
                        + " failed; check that its certificate is trusted, valid and issued for that host",
                cause);
    }

    /** The decoder could not make a response of the bytes that came. */
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
                "The response head of " + route + " is larger than " + maxHeadBytes
                        + " bytes; raise maxHeadBytes if that is right",
                null);
    }

    /** @param problem what is wrong with the response, without quoting it */
    TransportException protocol(String problem, RequestProgress progress) {
        return failure(
                Kind.PROTOCOL,
                progress,
                "The response of " + route + " is not valid HTTP (" + problem
                        + "); check that an HTTP server listens there",
                null);
    }

    /** The server refused a stream, or said that it will not come to it, and that nothing of it was processed. */
    TransportException refusedStream() {
        return failure(
                Kind.REFUSED_STREAM,
                RequestProgress.NOT_SENT,
                "The server at " + route + " refused the request before it began with it; send it again later",
                null);
    }

    /** The server did not even answer a PING. */
    TransportException silent(RequestProgress progress) {
        return failure(
                Kind.RESET,
                progress,
                "The connection to " + route
                        + " is dead: the server has not answered for a long time; check the network",
                null);
    }

    /** @param error the name of the code that the server gave */
    TransportException streamReset(String error, RequestProgress progress) {
        return failure(
                Kind.RESET,
                progress,
                "The server at " + route + " reset the stream with " + error + "; its log may tell why",
                null);
    }

    /** The channel reported an error while an exchange used it. */
    TransportException onChannel(Throwable cause, RequestProgress progress) {
        Throwable error = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (error instanceof NotSslRecordException) {
            return failure(
                    Kind.TLS,
                    progress,
                    "The server at " + route + " left TLS in mid-connection; check what stands between",
                    null);
        }
        if (error instanceof SSLException) {
            return failure(
                    Kind.TLS,
                    progress,
                    "TLS with " + route + " failed after the handshake; the cause tells why",
                    error);
        }
        if (error instanceof IOException) {
            return failure(
                    Kind.RESET,
                    progress,
                    "The connection to " + route + " was reset; the server's log may tell why",
                    error);
        }
        return internal(error, progress);
    }

    /** The connection ended and so did what the server had to say: too early in any case. */
    TransportException closedByServer(RequestProgress progress) {
        if (progress == RequestProgress.HEAD_RECEIVED) {
            return failure(
                    Kind.TRUNCATED,
                    progress,
                    "The server at " + route
                            + " closed the connection before the end of the response body; its log may tell why",
                    null);
        }
        return failure(
                Kind.RESET,
                progress,
                "The server at " + route + " closed the connection before a response began; its log may tell why",
                null);
    }

    TransportException transportClosed(RequestProgress progress) {
        return failure(
                Kind.CLOSED,
                progress,
                "The transport is closed; the exchange with " + route + " was not finished; send it by another one",
                null);
    }

    TransportException internal(Throwable cause, RequestProgress progress) {
        return failure(
                Kind.INTERNAL,
                progress,
                "The exchange with " + route + " failed for an unforeseen reason; see the cause",
                cause);
    }

    private static TransportException failure(
            Kind kind, RequestProgress progress, String message, @Nullable Throwable cause) {
        return new TransportException(kind, progress, message, cause);
    }
}
