// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.server.Connection;
import dev.completions4j.transport.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Looks at the way to a server below HTTP: its name, its port, and TLS. */
final class Reachability {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Connection connection;
    private final boolean tls;
    private final HostAndPort host;
    private final int port;

    Reachability(Connection connection) {
        this.connection = connection;
        tls = connection.baseUrl().strip().toLowerCase(Locale.ROOT).startsWith("https:");
        host = connection.host();
        port = host.port();
    }

    /** Resolves the name and opens a connection. */
    Finding connect() {
        if (connection.hasProxy()) {
            return Finding.unknown("through a proxy, so not tried directly");
        }
        long start = System.nanoTime();
        InetAddress address;
        try {
            address = InetAddress.getByName(host.host());
        } catch (UnknownHostException e) {
            return unreachable("The name " + host.host() + " has no address; check the base URL and the network");
        }
        long resolved = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            return Finding.yes(address.getHostAddress() + " port " + port + "; name resolved in "
                    + millis(resolved - start) + ", connected in " + millis(System.nanoTime() - resolved));
        } catch (IOException e) {
            return unreachable("No connection to " + address.getHostAddress() + " port " + port + " (" + e.getMessage()
                    + "); check whether the server runs, and its port");
        }
    }

    /** Negotiates TLS. */
    Finding secure() {
        if (!tls) {
            return isLocal()
                    ? Finding.no("not needed, since the server is on this machine")
                    : Finding.no("the base URL is http, so texts and keys can be read on the way");
        }
        if (connection.hasProxy()) {
            return Finding.unknown("through a proxy, so not tried directly");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.host(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            // Negotiated with the host's name, as clients do.
            try (SSLSocket named =
                    (SSLSocket) context().getSocketFactory().createSocket(socket, host.host(), port, true)) {
                SSLParameters parameters = named.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                named.setSSLParameters(parameters);
                named.startHandshake();
                return Finding.yes(describe(named.getSession()));
            }
        } catch (SSLException e) {
            return unreachable("The TLS handshake failed (" + e.getMessage()
                    + "); for a certificate of your own, name its file with --ca-file");
        } catch (IOException | GeneralSecurityException e) {
            return unreachable("The TLS handshake failed (" + e + "); check whether the port speaks TLS");
        }
    }

    private boolean isLocal() {
        try {
            return InetAddress.getByName(host.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private SSLContext context() throws GeneralSecurityException {
        SSLContext own = connection.tls();
        return own == null ? SSLContext.getDefault() : own;
    }

    private static String describe(SSLSession session) throws SSLException {
        Certificate[] certificates = session.getPeerCertificates();
        String until = certificates[0] instanceof X509Certificate certificate
                ? ", certificate valid until "
                        + certificate
                                .getNotAfter()
                                .toInstant()
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                : "";
        return session.getProtocol() + ", " + session.getCipherSuite() + until;
    }

    private static Finding unreachable(String detail) {
        return new Finding(Verdict.NO, detail, ExitStatus.UNREACHABLE);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
    }
}
