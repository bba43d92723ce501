// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host and port of a URL.
 *
 * <p>{@link URI#getHost} supports only the host names of RFC 2396 and returns null for others that resolvers and
 * servers accept, such as {@code app_llm}, the name of a service in a compose file. This type accepts names of letters,
 * digits, hyphens, underscores and dots, with or without a trailing dot, IPv4 addresses, and IPv6 addresses.
 *
 * @param host a name or an address; an IPv6 address without brackets, with a plain {@code %} before its zone, if any
 * @param port 1 to 65535
 * @since 0.1.0
 */
public record HostAndPort(String host, int port) {

    private static final int MAX_PORT = 65535;

    private static final Pattern NAME_AND_PORT = Pattern.compile("([\\w.-]+)(?::(\\d*))?");

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the host is neither a name nor an address, or the port is out of range
     */
    public HostAndPort {
        if (!isName(host) && !isIpv6(host)) {
            throw noHost();
        }
        if (port < 1 || port > MAX_PORT) {
            throw noPort(String.valueOf(port));
        }
    }

    /**
     * Returns the host and port of a URL. If the port is absent or empty, it is the default of the scheme: 443 for
     * {@code https}, otherwise 80.
     *
     * @param url an absolute URL without user info
     * @throws IllegalArgumentException if the URL has no host, or its port is out of range; the message contains the
     *     port only
     */
    public static HostAndPort of(URI url) {
        String host = url.getHost();
        if (host != null) {
            return new HostAndPort(withoutBrackets(host), url.getPort() < 0 ? defaultPort(url) : url.getPort());
        }
        String authority = url.getRawAuthority();
        Matcher parts = NAME_AND_PORT.matcher(authority == null ? "" : authority);
        if (!parts.matches()) {
            throw noHost();
        }
        return new HostAndPort(parts.group(1), port(parts.group(2), url));
    }

    private static int port(@Nullable String digits, URI url) {
        if (digits == null || digits.isEmpty()) {
            return defaultPort(url);
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw noPort(digits);
        }
    }

    private static int defaultPort(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /** In URLs, the percent sign before a zone is encoded (RFC 6874), although not all software does so. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1).replace("%25", "%") : host;
    }

    /** Not a pattern, since transports check the host of every request. */
    private static boolean isName(String host) {
        boolean inLabel = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.' ? !inLabel : !isLabelChar(c)) {
                return false;
            }
            inLabel = c != '.';
        }
        return !host.isEmpty();
    }

    private static boolean isLabelChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static boolean isIpv6(String host) {
        if (host.indexOf(':') < 0) {
            return false;
        }
        try {
            String bracketed = "[" + host + "]";
            return bracketed.equals(new URI("http://" + bracketed).getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static IllegalArgumentException noPort(String shown) {
        return new IllegalArgumentException("port " + shown + ", which is not between 1 and " + MAX_PORT);
    }

    private static IllegalArgumentException noHost() {
        return new IllegalArgumentException("no valid host; give a name of letters, digits, hyphens, underscores and"
                + " dots, an IPv4 address, or an IPv6 address");
    }

    /** Returns host and port as they appear in URLs, such as {@code [::1]:8000}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
