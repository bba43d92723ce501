// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between the client and the servers.
 *
 * <p>Immutable. {@link #toString} contains neither user nor password.
 *
 * @since 0.1.0
 */
public final class ProxyServer {

    /** The proxy protocol. */
    public enum Type {
        /** HTTP, with {@code CONNECT} or forwarding (RFC 9110, section 9.3.6). */
        HTTP,
        /** SOCKS version 5 (RFC 1928), with user and password if they are set (RFC 1929). */
        SOCKS5
    }

    /** The maximum length in SOCKS. */
    private static final int MAX_CREDENTIAL_LENGTH = 255;

    private final Type type;
    private final String host;
    private final int port;
    private final @Nullable String user;
    private final @Nullable String password;

    private ProxyServer(Type type, String host, int port, @Nullable String user, @Nullable String password) {
        this.type = type;
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /**
     * Returns an HTTP proxy.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @throws IllegalArgumentException if {@link HostAndPort} does not accept the host, or the port is out of range
     */
    public static ProxyServer http(String host, int port) {
        return checked(Type.HTTP, host, port);
    }

    /**
     * Returns a SOCKS5 proxy, which resolves the servers' names.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @throws IllegalArgumentException if {@link HostAndPort} does not accept the host, or the port is out of range
     */
    public static ProxyServer socks5(String host, int port) {
        return checked(Type.SOCKS5, host, port);
    }

    /**
     * Returns this proxy with credentials, which are sent to the proxy and never to the servers.
     *
     * @param user 1 to 255 visible ASCII characters or spaces, without a colon
     * @param password 1 to 255 visible ASCII characters or spaces
     * @throws IllegalArgumentException if either has another form; the message contains neither
     */
    public ProxyServer withCredentials(String user, String password) {
        checkCredential(user, "user");
        checkCredential(password, "password");
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "The proxy's user contains a colon, which HTTP cannot carry (RFC 7617); use another user");
        }
        return new ProxyServer(type, host, port, user, password);
    }

    /** Returns the proxy protocol. */
    public Type type() {
        return type;
    }

    /** Returns the host: a name or an address; an IPv6 address without brackets. */
    public String host() {
        return host;
    }

    /** Returns the port. */
    public int port() {
        return port;
    }

    /** Returns the user; null if there are no credentials. */
    public @Nullable String user() {
        return user;
    }

    /** Returns the password; null if there are no credentials. */
    public @Nullable String password() {
        return password;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProxyServer that
                && type == that.type
                && host.equals(that.host)
                && port == that.port
                && Objects.equals(user, that.user)
                && Objects.equals(password, that.password);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, host, port, user, password);
    }

    /** Returns type, host and port, such as {@code socks5://proxy.example:1080}. */
    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + "://" + new HostAndPort(host, port);
    }

    private static ProxyServer checked(Type type, String host, int port) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') >= 0;
        try {
            HostAndPort at = new HostAndPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
            return new ProxyServer(type, at.host(), at.port(), null, null);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The proxy has " + e.getMessage(), e);
        }
    }

    private static void checkCredential(String text, String name) {
        if (text.isEmpty()
                || text.length() > MAX_CREDENTIAL_LENGTH
                || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("The proxy's " + name + " is empty, longer than " + MAX_CREDENTIAL_LENGTH
                    + " characters, or contains a character that is not printable ASCII; correct it");
        }
    }
}
