// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that stands between this process and the servers.
 *
 * <p>Immutable. {@link #toString} shows no user and no password.
 */
public final class ProxyServer {

    /** How a proxy is spoken to. */
    public enum Type {
        /** By HTTP, over which it is asked to connect or to forward (RFC 9110, section 9.3.6). */
        HTTP,
        /** By SOCKS version 5 (RFC 1928), with user and password if there are such (RFC 1929). */
        SOCKS5
    }

    /** What SOCKS can carry. */
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
     * An HTTP proxy.
     *
     * @param host a name or an address
     * @throws IllegalArgumentException if the host is none that {@link HostAndPort} accepts, or the port is not between 1
     *     and 65535
     */
    public static ProxyServer http(String host, int port) {
        return checked(Type.HTTP, host, port);
    }

    /**
     * A SOCKS5 proxy, which resolves the names of the servers.
     *
     * @param host a name or an address
     * @throws IllegalArgumentException if the host is none that {@link HostAndPort} accepts, or the port is not between 1
     *     and 65535
     */
    public static ProxyServer socks5(String host, int port) {
        return checked(Type.SOCKS5, host, port);
    }

    /**
     * This proxy, told who is asking; the servers behind it never see that.
     *
     * @throws IllegalArgumentException if one of them is empty or longer than 255 characters, or has a character outside
     *     visible ASCII, or if the user has a colon; the message does not show them
     */
    public ProxyServer withCredentials(String user, String password) {
        checkCredential(user, "user");
        checkCredential(password, "password");
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("The proxy's user has a colon, which HTTP can't carry (RFC 7617)");
        }
        return new ProxyServer(type, host, port, user, password);
    }

    public Type type() {
        return type;
    }

    /** A name or an address; an IPv6 address is without brackets. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** Null if the proxy asks for none; otherwise there is a {@link #password} too. */
    public @Nullable String user() {
        return user;
    }

    /** Null if the proxy asks for none; otherwise there is a {@link #user} too. */
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

    /** Type, host and port, such as {@code socks5://proxy.example:1080}. */
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
                    + " characters, or has a character outside visible ASCII");
        }
    }
}
