// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The URIs of a server's endpoints, with query parameters. */
public final class Addresses {

    /** Azure lists models next to deployments, not below them. */
    private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/[^/]+$");

    private final Map<String, String> query;
    private final Endpoint completions;
    private final Endpoint models;
    private final Endpoint tokenize;
    private final Endpoint detokenize;

    /**
     * @param root the URL to which endpoint paths are appended
     * @param path the path of the API in the profile, above which the tokenizer endpoints are
     * @param query query parameters of all calls, by name, not encoded
     */
    Addresses(String root, String path, Map<String, String> query) {
        this.query = query;
        this.completions = endpoint(root + "/completions");
        this.models = endpoint(DEPLOYMENT.matcher(root).replaceFirst("") + "/models");
        String above = root.endsWith(path) ? root.substring(0, root.length() - path.length()) : root;
        this.tokenize = endpoint(above + "/tokenize");
        this.detokenize = endpoint(above + "/detokenize");
    }

    /**
     * An endpoint.
     *
     * @param usual its URI for calls without query parameters of their own
     */
    private record Endpoint(String url, URI usual) {}

    private Endpoint endpoint(String url) {
        return new Endpoint(url, address(url, Map.of()));
    }

    /**
     * Returns the URI of the completions endpoint.
     *
     * @param more query parameters of the call, which override those of all calls
     */
    URI completions(Map<String, String> more) {
        return address(completions, more);
    }

    /**
     * Returns the URI of the list of models.
     *
     * @param more query parameters of the call, which override those of all calls
     */
    URI models(Map<String, String> more) {
        return address(models, more);
    }

    /**
     * Returns the URI of the endpoint for the tokens of a text.
     *
     * @param more query parameters of the call, which override those of all calls
     */
    URI tokenize(Map<String, String> more) {
        return address(tokenize, more);
    }

    /**
     * Returns the URI of the endpoint for the text of tokens.
     *
     * @param more query parameters of the call, which override those of all calls
     */
    URI detokenize(Map<String, String> more) {
        return address(detokenize, more);
    }

    private URI address(Endpoint endpoint, Map<String, String> more) {
        return more.isEmpty() ? endpoint.usual() : address(endpoint.url(), more);
    }

    private URI address(String path, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.putAll(more);
        String parameters = all.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        URI uri = URI.create(parameters.isEmpty() ? path : path + "?" + parameters);
        // A request target has ASCII only (RFC 3986, section 2), which java.net.URI does not require.
        return URI.create(uri.toASCIIString());
    }

    /** Returns the percent-encoded text, with {@code %20} instead of a plus sign. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
