// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.spi.Credential;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A serializable description of a client, from which each task creates one on its task manager.
 *
 * <p>Contains no secrets, only {@linkplain Secret references} to them. Immutable.
 *
 * @since 0.1.0
 */
public final class ClientDescription implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Retries in a job are bounded by its capacity and timeout; when this budget was exhausted, the job would fail. */
    private static final int RETRY_BUDGET = 1_000_000_000;

    private final ArrayList<String> baseUrls;
    private final @Nullable Profile profile;
    private final @Nullable Secret apiKey;
    private final LinkedHashMap<String, Secret> headers;
    private final @Nullable String organization;
    private final @Nullable String project;
    private final @Nullable String transport;
    private final boolean requireTls;
    private final boolean paceByRateLimits;
    private final @Nullable Duration connectTimeout;
    private final EnumMap<Timeout, Duration> timeouts;
    private final @Nullable Integer maxAttempts;
    private final @Nullable Integer maxInFlight;
    private final @Nullable ClientCustomizer customizer;

    private ClientDescription(Builder builder) {
        baseUrls = new ArrayList<>(builder.baseUrls);
        profile = builder.profile;
        apiKey = builder.apiKey;
        headers = new LinkedHashMap<>(builder.headers);
        organization = builder.organization;
        project = builder.project;
        transport = builder.transport;
        requireTls = builder.requireTls;
        paceByRateLimits = builder.paceByRateLimits;
        connectTimeout = builder.connectTimeout;
        timeouts = new EnumMap<>(builder.timeouts);
        maxAttempts = builder.maxAttempts;
        maxInFlight = builder.maxInFlight;
        customizer = builder.customizer;
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder of the client, with the secrets read from their places.
     *
     * @throws IOException if a secret cannot be read
     */
    CompletionsClient.Builder openBuilder() throws IOException {
        CompletionsClient.Builder client = newBuilder();
        if (apiKey != null) {
            apiKey.read();
            client.credentials(() -> CompletableFuture.supplyAsync(() -> credential(apiKey)));
        }
        for (Map.Entry<String, Secret> header : headers.entrySet()) {
            client.header(header.getKey(), header.getValue().read());
        }
        return client;
    }

    /** Applies the customizer; the last step, so that it can change everything. */
    void customize(CompletionsClient.Builder client) throws Exception {
        if (customizer != null) {
            customizer.customize(client);
        }
    }

    private static Credential credential(Secret apiKey) {
        try {
            return Credential.of(apiKey.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Applies all settings that are not secret. */
    private CompletionsClient.Builder newBuilder() {
        CompletionsClient.Builder client = CompletionsClient.builder()
                .baseUrls(baseUrls.isEmpty() ? null : baseUrls)
                .profile(profile == null ? null : profile.serverProfile())
                .organization(organization)
                .project(project)
                .requireTls(requireTls)
                .paceByRateLimits(paceByRateLimits)
                .connectTimeout(connectTimeout)
                .maxInFlight(maxInFlight)
                // The operator bounds how many calls there are.
                .maxQueued(Integer.MAX_VALUE)
                .retries(
                        maxAttempts == null
                                ? null
                                : RetrySettings.defaults()
                                        .withMaxAttempts(maxAttempts)
                                        .withBudget(RETRY_BUDGET));
        if (transport != null) {
            client.transport(transport);
        }
        timeouts.forEach(client::timeout);
        return client;
    }

    /** Returns the description; in place of a secret, where it is read from. */
    @Override
    public String toString() {
        return "ClientDescription[baseUrls=" + baseUrls.size() + ", profile=" + profile + ", apiKey=" + apiKey
                + ", headers=" + headers + ", transport=" + transport + ", timeouts=" + timeouts + ", maxAttempts="
                + maxAttempts + ", maxInFlight=" + maxInFlight + "]";
    }

    /**
     * A builder of descriptions.
     *
     * <p>For every optional property, {@code null} restores the client's default. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private final List<String> baseUrls = new ArrayList<>();
        private final Map<String, Secret> headers = new LinkedHashMap<>();
        private final Map<Timeout, Duration> timeouts = new EnumMap<>(Timeout.class);
        private @Nullable Profile profile;
        private @Nullable Secret apiKey;
        private @Nullable String organization;
        private @Nullable String project;
        private @Nullable String transport;
        private boolean requireTls;
        private boolean paceByRateLimits;
        private @Nullable Duration connectTimeout;
        private @Nullable Integer maxAttempts;
        private @Nullable Integer maxInFlight;
        private @Nullable ClientCustomizer customizer;

        private Builder() {}

        /**
         * Sets the server's URL, or those of several equivalent servers, between which calls are balanced; see
         * {@link CompletionsClient.Builder#baseUrl} and {@link CompletionsClient.Builder#baseUrls}. Default: OpenAI.
         *
         * @param baseUrls the URLs; none restores the default
         */
        public Builder baseUrl(String... baseUrls) {
            return baseUrls(List.of(baseUrls));
        }

        /**
         * Sets the URLs of equivalent servers, as {@link #baseUrl} does.
         *
         * @param baseUrls the URLs; an empty list restores the default
         */
        public Builder baseUrls(List<String> baseUrls) {
            this.baseUrls.clear();
            this.baseUrls.addAll(baseUrls);
            return this;
        }

        /** Sets the server's profile. Default: by the host of the URL. */
        public Builder profile(@Nullable Profile profile) {
            this.profile = profile;
            return this;
        }

        /**
         * Sets the place of the API key. A file is read again after the server has rejected the key, so that a key can
         * be replaced while the job runs. Default: no key is sent.
         */
        public Builder apiKey(@Nullable Secret apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        /**
         * Sets a header of every request.
         *
         * @param name the name, case-insensitive
         * @param value the place of the value, which is read when a task starts
         */
        public Builder header(String name, Secret value) {
            headers.put(name, value);
            return this;
        }

        /** Sets the organization that calls are billed to. */
        public Builder organization(@Nullable String organization) {
            this.organization = organization;
            return this;
        }

        /** Sets the project that calls are billed to. */
        public Builder project(@Nullable String project) {
            this.project = project;
            return this;
        }

        /** Selects the transport by its name, such as {@code jdk} or {@code netty}. */
        public Builder transport(@Nullable String transport) {
            this.transport = transport;
            return this;
        }

        /** Sets whether tasks fail if an API key would be sent without TLS to another machine. Default: false. */
        public Builder requireTls(boolean requireTls) {
            this.requireTls = requireTls;
            return this;
        }

        /** Sets whether calls wait so as to stay within the rate limits that the server reports. Default: false. */
        public Builder paceByRateLimits(boolean paceByRateLimits) {
            this.paceByRateLimits = paceByRateLimits;
            return this;
        }

        /** Sets the connect timeout. */
        public Builder connectTimeout(@Nullable Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        /**
         * Sets the timeout for one phase of every call. {@link Timeout#TOTAL} is replaced by that of the operator.
         *
         * @param timeout the phase
         * @param limit a positive duration; null restores the default
         */
        public Builder timeout(Timeout timeout, @Nullable Duration limit) {
            if (limit == null) {
                timeouts.remove(timeout);
            } else {
                timeouts.put(timeout, limit);
            }
            return this;
        }

        /**
         * Sets the maximum number of attempts of a call, including the first. If it is set, the client has no retry
         * budget: in a job, capacity and timeout bound the retries. Default: that of {@link RetrySettings#defaults()}.
         */
        public Builder maxAttempts(@Nullable Integer maxAttempts) {
            this.maxAttempts = maxAttempts;
            return this;
        }

        /**
         * Sets the maximum number of calls in flight per task, below which the client keeps those that the operator
         * starts. Default: that of the client, 1000.
         */
        public Builder maxInFlight(@Nullable Integer maxInFlight) {
            this.maxInFlight = maxInFlight;
            return this;
        }

        /** Sets a customizer, which is called on each task manager after all other settings have been applied. */
        public Builder customizer(@Nullable ClientCustomizer customizer) {
            this.customizer = customizer;
            return this;
        }

        /**
         * Returns the description.
         *
         * @throws IllegalArgumentException if a setting is invalid; secrets are not read and the customizer is not
         *     called
         */
        public ClientDescription build() {
            ClientDescription description = new ClientDescription(this);
            description.newBuilder();
            return description;
        }
    }
}
