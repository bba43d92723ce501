// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.transport;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/** Classifies Jetty's failures by their type and the exchange's progress, because messages may change. */
final class JettyFailures {

    private JettyFailures() {}

    static Kind kind(Throwable cause, RequestProgress progress) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return Kind.DNS;
        }
        if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
            return Kind.CONNECT_TIMEOUT;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Kind.CONNECT;
        }
        if (cause instanceof SSLException) {
            return Kind.TLS;
        }
        if (cause instanceof HttpException || cause instanceof HttpResponseException) {
            return Kind.PROTOCOL;
        }
        if (cause instanceof EOFException && progress == RequestProgress.HEAD_RECEIVED) {
            return Kind.TRUNCATED;
        }
        return cause instanceof IOException ? Kind.RESET : Kind.INTERNAL;
    }

    /** Returns the cause if it does not quote the response; null otherwise. */
    static @Nullable Throwable harmless(Throwable cause) {
        return cause instanceof HttpException || cause instanceof HttpResponseException ? null : cause;
    }
}
