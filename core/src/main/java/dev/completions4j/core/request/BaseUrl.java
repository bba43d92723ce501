package dev.completions4j.core.request;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, as people write it: with or without {@code /v1}, {@code /completions} or a slash at the end.
 */
public final class BaseUrl {

    private static final String COMPLETIONS = "/completions";

    private final URI completions;

    private BaseUrl(URI completions) {
        this.completions = completions;
    }

    /**
     * Understands a base URL.
     *
     * @throws IllegalArgumentException if it is not http or https, or has user info, a query or a fragment; the message
     *     does not show it, since people put keys there
     */
    public static BaseUrl parse(String text) {
        URI uri = uri(text);
        String path = withoutTrailingSlashes(uri.getRawPath());
        if (path.isEmpty()) {
            path = "/v1";
        }
        if (!path.endsWith(COMPLETIONS)) {
            path += COMPLETIONS;
        }
        return new BaseUrl(URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path));
    }

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // The cause would show the whole text.
            throw invalid("is not a URL (it breaks off at character " + e.getIndex() + ")");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw invalid("does not begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw invalid("names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid("has user info; give the key by apiKey");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid("has a query or a fragment; leave it out");
        }
        return uri;
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

    /** The address of the completions endpoint. */
    public URI completions() {
        return completions;
    }
}
