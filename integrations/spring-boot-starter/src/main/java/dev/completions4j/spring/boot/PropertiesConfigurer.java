// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.transport.ProxyServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Applies the properties of a client to its builder. */
final class PropertiesConfigurer {

    private final PropertyLayers properties;
    private final Function<String, SSLContext> sslBundles;

    /**
     * @param properties the client's properties
     * @param sslBundles returns the TLS context of a bundle
     */
    PropertiesConfigurer(PropertyLayers properties, Function<String, SSLContext> sslBundles) {
        this.properties = properties;
        this.sslBundles = sslBundles;
    }

    void configure(CompletionsClient.Builder builder) {
        configureServer(builder);
        properties.apply("transport", each -> textOrNull(each.getTransport()), builder::transport);
        properties.apply("require-tls", ClientProperties::getRequireTls, builder::requireTls);
        properties.apply("max-in-flight", ClientProperties::getMaxInFlight, builder::maxInFlight);
        properties.apply("max-queued", ClientProperties::getMaxQueued, builder::maxQueued);
        properties.apply(
                "max-response-size",
                ClientProperties::getMaxResponseSize,
                size -> builder.maxResponseBytes(size.toBytes()));
        properties.apply("pace-by-rate-limits", ClientProperties::getPaceByRateLimits, builder::paceByRateLimits);
        properties.apply("log-bodies", ClientProperties::getLogBodies, builder::logBodies);
        properties.apply(
                "ssl.bundle",
                each -> textOrNull(each.getSsl().getBundle()),
                bundle -> builder.sslContext(sslBundles.apply(bundle)));
        properties.apply(
                "proxy.host", each -> textOrNull(each.getProxy().getHost()), host -> builder.proxy(proxy(host)));
        configureTimeouts(builder);
        builder.retries(retries());
    }

    /** Returns whether to apply the plug-ins on the class path. */
    boolean discoversPlugins() {
        return !Boolean.FALSE.equals(properties.first(ClientProperties::getDiscoverPlugins));
    }

    private void configureServer(CompletionsClient.Builder builder) {
        PropertyLayers server = properties.ofServer();
        server.<ClientProperties>apply(
                "base-url", each -> PropertyLayers.namesServer(each) ? each : null, each -> setBaseUrls(builder, each));
        server.apply("profile", ClientProperties::getProfile, profile -> builder.profile(profile.serverProfile()));
        server.apply("api-key", each -> textOrNull(each.getApiKey()), builder::apiKey);
        server.apply("organization", each -> textOrNull(each.getOrganization()), builder::organization);
        server.apply("project", each -> textOrNull(each.getProject()), builder::project);
        server.applyEntries("headers", ClientProperties::getHeaders, builder::header);
        server.applyEntries("query-parameters", ClientProperties::getQueryParameters, builder::queryParameter);
    }

    private static void setBaseUrls(CompletionsClient.Builder builder, ClientProperties properties) {
        List<String> urls = PropertyLayers.baseUrls(properties);
        if (urls.isEmpty()) {
            builder.baseUrl(properties.getBaseUrl());
        } else if (PropertyLayers.isSet(properties.getBaseUrl())) {
            throw new IllegalArgumentException("base-urls is set too; set one of them");
        } else {
            builder.baseUrls(urls);
        }
    }

    private void configureTimeouts(CompletionsClient.Builder builder) {
        properties.apply("timeouts.connect", each -> each.getTimeouts().getConnect(), builder::connectTimeout);
        for (Timeout timeout : Timeout.values()) {
            String name = timeout.name().toLowerCase(Locale.ROOT).replace('_', '-');
            properties.apply("timeouts." + name, each -> each.getTimeouts().get(timeout), limit -> {
                if (limit.isZero()) {
                    builder.noTimeout(timeout);
                } else {
                    builder.timeout(timeout, limit);
                }
            });
        }
    }

    private RetrySettings retries() {
        // Without a minimum at first: the maximum may be less than the default of the minimum, and is set before it.
        RetrySettings defaults = RetrySettings.defaults();
        RetrySettings settings = defaults.withMinDelay(Duration.ZERO);
        settings = with(settings, "max-delay", ClientProperties.Retries::getMaxDelay, RetrySettings::withMaxDelay);
        Duration minDelay = defaults.minDelay();
        if (settings.maxDelay().compareTo(minDelay) < 0) {
            minDelay = settings.maxDelay();
        }
        settings = settings.withMinDelay(minDelay);
        settings = with(settings, "min-delay", ClientProperties.Retries::getMinDelay, RetrySettings::withMinDelay);
        settings = with(settings, "base-delay", ClientProperties.Retries::getBaseDelay, RetrySettings::withBaseDelay);
        settings = with(
                settings,
                "max-retry-after",
                ClientProperties.Retries::getMaxRetryAfter,
                RetrySettings::withMaxRetryAfter);
        settings = with(
                settings, "max-attempts", ClientProperties.Retries::getMaxAttempts, RetrySettings::withMaxAttempts);
        settings = with(
                settings,
                "retry-unanswered",
                ClientProperties.Retries::getRetryUnanswered,
                RetrySettings::withRetryUnanswered);
        return with(settings, "budget", ClientProperties.Retries::getBudget, RetrySettings::withBudget);
    }

    private <T> RetrySettings with(
            RetrySettings settings,
            String property,
            Function<ClientProperties.Retries, @Nullable T> value,
            BiFunction<RetrySettings, T, RetrySettings> wither) {
        return properties.<RetrySettings, T>change(
                "retries." + property, each -> value.apply(each.getRetries()), settings, wither);
    }

    private ProxyServer proxy(String host) {
        Integer port = properties.first(each -> each.getProxy().getPort());
        if (port == null) {
            throw new IllegalArgumentException("proxy.port is not set");
        }
        ProxyServer.Type type = properties.first(each -> each.getProxy().getType());
        ProxyServer proxy =
                type == ProxyServer.Type.SOCKS5 ? ProxyServer.socks5(host, port) : ProxyServer.http(host, port);
        return properties.change(
                "proxy.user", PropertiesConfigurer::authenticatedProxy, proxy, PropertiesConfigurer::withCredentials);
    }

    /** One proxy's user and password must not be sent to another host. */
    private static ClientProperties.@Nullable Proxy authenticatedProxy(ClientProperties properties) {
        ClientProperties.Proxy proxy = properties.getProxy();
        boolean decides =
                Stream.of(proxy.getHost(), proxy.getUser(), proxy.getPassword()).anyMatch(PropertyLayers::isSet);
        return decides ? proxy : null;
    }

    private static ProxyServer withCredentials(ProxyServer proxy, ClientProperties.Proxy properties) {
        String user = textOrNull(properties.getUser());
        String password = textOrNull(properties.getPassword());
        if (user == null && password == null) {
            return proxy;
        }
        if (user == null || password == null) {
            throw new IllegalArgumentException("one of proxy.user and proxy.password is not set; set both or neither");
        }
        return proxy.withCredentials(user, password);
    }

    /** A placeholder with an empty default, such as {@code ${LLM_KEY:}}, sets nothing. */
    private static @Nullable String textOrNull(@Nullable String text) {
        return PropertyLayers.isSet(text) ? text : null;
    }
}
