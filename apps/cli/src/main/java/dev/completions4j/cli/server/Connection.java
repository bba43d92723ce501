// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.cli.config.Numbers;
import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.UsageException;
import dev.completions4j.cli.terminal.Terminal;
import dev.completions4j.transport.HostAndPort;
import dev.completions4j.transport.ProxyServer;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server and the way to it, as options, environment and config file say. Immutable. */
public final class Connection {

    /** Starts faster than Netty, which a program that makes one call does not make up for. */
    private static final String DEFAULT_TRANSPORT = "jdk";

    /** What the library's messages for callers in Java begin with, and what it is for users of this program. */
    private static final Map<String, String> SUBJECTS = Map.of("baseUrl", "The base URL", "apiKey", "The API key");

    /** The library's remedies, and those for users of this program. */
    private static final Map<String, String> REMEDIES = Map.of(
            "give the key by apiKey", "put the key into OPENAI_API_KEY",
            "give it by queryParameter", "leave it out");

    private final Settings settings;
    private final ServerOptions options;
    private final String baseUrl;
    private final @Nullable String apiKey;
    private final @Nullable ServerProfile profile;
    private final @Nullable SSLContext tls;
    private final @Nullable ProxyServer proxy;

    /**
     * Reads the settings of a connection.
     *
     * @param settings the settings
     * @param options the options
     * @param baseUrl the base URL
     * @throws UsageException if a setting cannot be used
     */
    public Connection(Settings settings, ServerOptions options, String baseUrl) {
        this.settings = settings;
        this.options = options;
        this.baseUrl = baseUrl;
        String caFile = settings.text(Setting.CA_FILE, options.caFile);
        apiKey = ApiKeys.find(settings, options.apiKeyFile);
        profile = settings.value(Setting.PROFILE, options.profile, Profiles::named);
        tls = caFile == null ? null : TrustedCertificates.of(caFile);
        proxy = settings.value(Setting.PROXY, options.proxy, Proxies::of);
    }

    /** Returns the base URL as the user wrote it. */
    public String baseUrl() {
        return baseUrl;
    }

    /** Returns what connections trust; null for what the JVM trusts. */
    public @Nullable SSLContext tls() {
        return tls;
    }

    /** Returns the profile that the user named; null if it follows from the host. */
    public @Nullable ServerProfile profile() {
        return profile;
    }

    /** Returns whether connections go through a proxy. */
    public boolean hasProxy() {
        return proxy != null;
    }

    /** Returns host and port. */
    public HostAndPort host() {
        return HostAndPort.of(URI.create(baseUrl.strip()));
    }

    /** Returns whether the server is one that sells completions, whose default model is known. */
    public boolean isOpenAi() {
        String host = host().host().toLowerCase(Locale.ROOT);
        return host.equals("api.openai.com");
    }

    /**
     * Returns a builder of clients with these settings.
     *
     * @param terminal where events are reported if the user wants them, and warnings
     * @throws UsageException if a setting cannot be used
     */
    public CompletionsClient.Builder newClient(Terminal terminal) {
        CompletionsClient.Builder builder = CompletionsClient.builder();
        try {
            builder.baseUrl(baseUrl).apiKey(apiKey);
            options.headers.forEach(header -> builder.header(header.name(), header.value()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(forUsers(String.valueOf(e.getMessage())));
        }
        String transport = settings.text(Setting.TRANSPORT, options.transport);
        Integer attempts = settings.value(Setting.ATTEMPTS, options.attempts, Numbers::positive);
        builder.profile(profile)
                .sslContext(tls == null && isCleartext() ? TrustedCertificates.none() : tls)
                .proxy(proxy)
                .transport(transport == null ? DEFAULT_TRANSPORT : transport)
                .retries(attempts == null ? null : RetrySettings.defaults().withMaxAttempts(attempts));
        Duration timeout = settings.value(Setting.TIMEOUT, options.timeout, Numbers::seconds);
        if (timeout != null) {
            // Who is ready to wait that long may wait for the first token of a slow model.
            builder.timeout(Timeout.TOTAL, timeout)
                    .noTimeout(Timeout.RESPONSE_HEADERS)
                    .noTimeout(Timeout.READ_IDLE);
        }
        if (options.verbose) {
            builder.listener(call -> new CallReport(terminal, call.operation()));
        }
        warnOfCleartextKey(terminal);
        return builder;
    }

    private boolean isCleartext() {
        return baseUrl.strip().toLowerCase(Locale.ROOT).startsWith("http:");
    }

    private static String forUsers(String message) {
        String subject = message.substring(0, Math.max(0, message.indexOf(' ')));
        String result = SUBJECTS.getOrDefault(subject, subject) + message.substring(subject.length());
        for (Map.Entry<String, String> remedy : REMEDIES.entrySet()) {
            result = result.replace(remedy.getKey(), remedy.getValue());
        }
        return result;
    }

    private void warnOfCleartextKey(Terminal terminal) {
        String host = host().host();
        boolean local = host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
        if (apiKey != null && !local && isCleartext()) {
            terminal.note("(The API key is sent without TLS to " + host + "; use an https URL if the server has one.)");
        }
    }
}
