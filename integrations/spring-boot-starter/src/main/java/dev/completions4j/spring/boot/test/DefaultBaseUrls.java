// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import dev.completions4j.spring.boot.ClientProperties;
import dev.completions4j.spring.boot.CompletionsProperties;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Sets a default base URL for the clients that have none.
 *
 * <p>Named clients get it one by one: at the top level, it would keep them from inheriting what belongs to a server,
 * such as the API key.
 */
final class DefaultBaseUrls implements BeanPostProcessor {

    private static final String URL = "https://fake-model.invalid/v1";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof CompletionsProperties properties && !namesServer(properties)) {
            Collection<ClientProperties> named = properties.getClients().values();
            Collection<? extends ClientProperties> clients = named.isEmpty() ? List.of(properties) : named;
            clients.stream().filter(client -> !namesServer(client)).forEach(client -> client.setBaseUrl(URL));
        }
        return bean;
    }

    private static boolean namesServer(ClientProperties properties) {
        List<String> urls = properties.getBaseUrls();
        return isSet(properties.getBaseUrl()) || (urls != null && urls.stream().anyMatch(DefaultBaseUrls::isSet));
    }

    private static boolean isSet(@Nullable String url) {
        return url != null && !url.isBlank();
    }
}
