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

    private final String completions;
    private final String models;
    private final URI usualCompletions;
    private final URI usualModels;
    private final Map<String, String> query;

    /**
     * @param root the URL to which endpoint paths are appended
     * @param query query parameters of all calls, by name, not encoded
     */
    Addresses(String root, Map<String, String> query) {
        this.completions = root + "/completions";
        this.models = DEPLOYMENT.matcher(root).replaceFirst("") + "/models";
        this.query = query;
        this.usualCompletions = address(completions, Map.of());
        this.usualModels = address(models, Map.of());
    }

    /**
     * Returns the URI of the completions endpoint.
     *
     * @param more query parameters of the call, which override those of all calls
     */
    URI completions(Map<String, String> more) {
        return more.isEmpty() ? usualCompletions : address(completions, more);
    }

    /**
     * Returns the URI of the list of models.
     *
     * @param more query parameters of the call, which override those of all calls
     */
    URI models(Map<String, String> more) {
        return more.isEmpty() ? usualModels : address(models, more);
    }

    private URI address(String path, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.putAll(more);
        if (all.isEmpty()) {
            return URI.create(path);
        }
        return URI.create(path
                + all.entrySet().stream()
                        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", "")));
    }

    /** Returns the percent-encoded text, with {@code %20} instead of a plus sign. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
