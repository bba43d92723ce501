// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a server's endpoints are, with the query parameters of every call and those of one. */
public final class Addresses {

    /** Azure lists models beside its deployments, not below one. */
    private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/[^/]+$");

    private final String completions;
    private final String models;
    private final URI usualCompletions;
    private final URI usualModels;
    private final Map<String, String> query;

    /**
     * @param root what the paths of endpoints are appended to
     * @param query the parameters of every call, by name, not encoded
     */
    Addresses(String root, Map<String, String> query) {
        this.completions = root + "/completions";
        this.models = DEPLOYMENT.matcher(root).replaceFirst("") + "/models";
        this.query = query;
        this.usualCompletions = address(completions, Map.of());
        this.usualModels = address(models, Map.of());
    }

    /**
     * The address of the completions endpoint.
     *
     * @param more parameters of one call, in place of those of every call
     */
    URI completions(Map<String, String> more) {
        return more.isEmpty() ? usualCompletions : address(completions, more);
    }

    /**
     * The address of the list of models.
     *
     * @param more parameters of one call, in place of those of every call
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

    /** Percent-encoded, as addresses have it; forms have a plus for a space. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
