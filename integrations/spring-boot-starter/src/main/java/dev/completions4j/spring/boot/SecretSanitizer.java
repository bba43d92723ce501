// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks the secrets of clients where Actuator shows properties, whatever {@code show-values} says.
 *
 * <p>API keys, passwords, headers and query parameters are recognized by the names of their properties in any spelling.
 * If there are clients, they are also recognized by their value, such as in the environment variable that a placeholder
 * refers to, or in the command line. So is each word of headers and query parameters, since a variable may be only a part
 * of them. Values and words of headers and query parameters with less than 8 characters are not, since other properties
 * may have them as well.
 */
final class SecretSanitizer implements SanitizingFunction {

    /** Shorter secrets, such as {@code none}, are common in other values. */
    private static final int MIN_LENGTH_IN_TEXT = 8;

    /** Headers and query parameters whose values are not secret, as the guide to security names them. */
    private static final Set<String> HARMLESS = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "api-version",
            "content-type",
            "openai-beta",
            "openai-organization",
            "openai-project",
            "user-agent");

    private final ObjectProvider<CompletionsProperties> properties;

    /** @param properties none if there are no clients */
    SecretSanitizer(ObjectProvider<CompletionsProperties> properties) {
        this.properties = properties;
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        return hasSecretName(data.getKey()) || hasSecretValue(data.getValue()) ? data.withSanitizedValue() : data;
    }

    private static boolean hasSecretName(String key) {
        String uniform = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return uniform.startsWith("completions4j")
                && Stream.of("apikey", "password", "headers", "queryparameters").anyMatch(uniform::contains);
    }

    private boolean hasSecretValue(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        String text = value.toString();
        return secrets().stream()
                .anyMatch(secret ->
                        text.equals(secret) || (secret.length() >= MIN_LENGTH_IN_TEXT && text.contains(secret)));
    }

    private Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        properties.ifAvailable(top -> {
            add(secrets, top);
            top.getClients().values().forEach(client -> add(secrets, client));
        });
        return secrets;
    }

    private static void add(Set<String> secrets, ClientProperties client) {
        Stream.of(client.getHeaders(), client.getQueryParameters())
                .flatMap(parameters -> parameters.entrySet().stream())
                .filter(parameter -> !HARMLESS.contains(parameter.getKey().toLowerCase(Locale.ROOT)))
                .flatMap(parameter -> valueAndWords(parameter.getValue()))
                .filter(secret -> secret.length() >= MIN_LENGTH_IN_TEXT)
                .forEach(secrets::add);
        Stream.of(client.getApiKey(), client.getProxy().getPassword())
                .filter(PropertyLayers::isSet)
                .forEach(secrets::add);
    }

    /** A header may be composed, such as {@code Bearer ${TOKEN}}. */
    private static Stream<String> valueAndWords(String value) {
        return Stream.concat(Stream.of(value), Stream.of(value.split("[\\s=:,;\"]+", -1)));
    }
}
