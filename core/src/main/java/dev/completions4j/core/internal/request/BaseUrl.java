// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A base URL in any common form: with or without {@code /v1}, {@code /completions} or a trailing slash.
 */
public final class BaseUrl {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    private static final String COMPLETIONS = "/completions";
    private static final String API_VERSION = "api-version";

    private final String origin;
    private final String host;
    private final @Nullable String path;
    private final Map<String, String> query;

    /**
     * @param path the path before that of an endpoint; null if the base URL has none
     */
    private BaseUrl(String origin, String host, @Nullable String path, Map<String, String> query) {
        this.origin = origin;
        this.host = host;
        this.path = path;
        this.query = query;
    }

    /**
     * Parses a base URL.
     *
     * @throws IllegalArgumentException if it is not http or https, names no host or a port that does not exist, has
     *     user info, a fragment or a query that is not Azure's {@code api-version}, or is that of chat completions; the
     *     message does not show it, since people put keys there
     */
    public static BaseUrl parse(String text) {
        URI uri = uri(text);
        return new BaseUrl(
                uri.getScheme() + "://" + withoutEmptyPort(uri.getRawAuthority()),
                host(uri),
                path(withoutTrailingSlashes(uri.getRawPath())),
                query(uri.getRawQuery()));
    }

    private static @Nullable String path(String path) {
        if (path.endsWith("/chat" + COMPLETIONS)) {
            throw invalid("is that of chat completions, which is another endpoint; leave out /chat/completions");
        }
        if (path.endsWith(COMPLETIONS)) {
            return withoutTrailingSlashes(path.substring(0, path.length() - COMPLETIONS.length()));
        }
        return path.isEmpty() ? null : path;
    }

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // The cause would contain the whole text.
            throw invalid("is not a URL (it breaks off at character " + e.getIndex() + ")");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw invalid("does not begin with http:// or https://");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw invalid("names no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw invalid("has user info; give the key by apiKey");
        }
        if (uri.getRawFragment() != null) {
            throw invalid("has a fragment; leave it out");
        }
        return uri;
    }

    private static String host(URI uri) {
        try {
            String host = HostAndPort.of(uri).host().toLowerCase(Locale.ROOT);
            return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        } catch (IllegalArgumentException e) {
            throw invalid("has " + e.getMessage());
        }
    }

    /** A colon without a port means the default port (RFC 3986, section 6.2.3), which is better not written at all. */
    private static String withoutEmptyPort(String authority) {
        return authority.endsWith(":") ? authority.substring(0, authority.length() - 1) : authority;
    }

    /**
     * The version, the one parameter that Azure's addresses are pasted with; whatever else there is may be a secret.
     */
    private static Map<String, String> query(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        String prefix = API_VERSION + "=";
        if (!query.startsWith(prefix) || query.contains("&")) {
            throw invalid("has a query besides " + API_VERSION + "; give it by queryParameter");
        }
        return Map.of(API_VERSION, URLDecoder.decode(query.substring(prefix.length()), StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException invalid(String problem) {
        return new IllegalArgumentException("baseUrl " + problem + "; write it as in http://localhost:8000/v1");
    }

    private static String withoutTrailingSlashes(@Nullable String path) {
        String rest = path == null ? "" : path;
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    /** Returns whether requests are sent to another machine without TLS. */
    public boolean isExposed() {
        return origin.regionMatches(true, 0, "http:", 0, "http:".length()) && !isThisMachine();
    }

    private boolean isThisMachine() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("::1")
                || LOOPBACK.matcher(host).matches();
    }

    /** Returns the host in lower case, without brackets and without a trailing dot. */
    public String host() {
        return host;
    }

    /**
     * Returns the URL to which endpoint paths are appended, without a trailing slash.
     *
     * @param defaultPath used if the base URL has no path
     */
    public String root(String defaultPath) {
        return origin + (path == null ? defaultPath : path);
    }

    /** Returns the query parameters by name, not encoded. */
    Map<String, String> query() {
        return query;
    }
}
