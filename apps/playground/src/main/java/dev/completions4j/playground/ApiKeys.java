// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * API keys, each bound to the origin of its server: a page that names another server cannot make a key go there.
 * Immutable.
 */
final class ApiKeys {

    private static final String DEFAULT_VARIABLE = "OPENAI_API_KEY";
    private static final String DEFAULT_SERVER = "https://api.openai.com";

    private final Map<String, String> keysByOrigin;

    private ApiKeys(Map<String, String> keysByOrigin) {
        this.keysByOrigin = Map.copyOf(keysByOrigin);
    }

    /**
     * Reads keys from environment variables.
     *
     * @param variables the name of the variable for each server's URL
     * @param environment the environment
     * @throws IllegalArgumentException if a URL is invalid or a variable is not set
     */
    static ApiKeys of(Map<String, String> variables, Map<String, String> environment) {
        Map<String, String> keys = new HashMap<>();
        String defaultKey = environment.getOrDefault(DEFAULT_VARIABLE, "");
        if (!defaultKey.isEmpty()) {
            String server = environment.getOrDefault("OPENAI_BASE_URL", "");
            keys.put(origin(server.isEmpty() ? DEFAULT_SERVER : server), defaultKey);
        }
        variables.forEach((url, variable) -> {
            String key = environment.getOrDefault(variable, "");
            if (key.isEmpty()) {
                throw new IllegalArgumentException("The environment variable that --key names for " + origin(url)
                        + " is not set; give the name of one that has the key, and not the key itself");
            }
            keys.put(origin(url), key);
        });
        return new ApiKeys(keys);
    }

    /** Returns the key of the server with that base URL; null if it has none. */
    @Nullable String keyOf(String baseUrl) {
        return keysByOrigin.get(origin(baseUrl));
    }

    /** Returns scheme, host and port in their canonical form. */
    private static String origin(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw invalid();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid();
        }
        return scheme + "://" + HostAndPort.of(uri).toString().toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException(
                "The base URL is not an http or https URL; give one such as http://localhost:8000/v1");
    }
}
