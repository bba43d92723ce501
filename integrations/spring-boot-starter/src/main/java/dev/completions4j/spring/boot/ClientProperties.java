// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.Timeout;
import dev.completions4j.transport.ProxyServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The properties of a client. A property that is null is inherited from the top level, or else has the default of
 * {@link dev.completions4j.CompletionsClient.Builder}.
 *
 * @since 0.1.0
 */
public class ClientProperties {

    /** URL of the server, as its documentation gives it: with or without "/v1" or "/completions". */
    private @Nullable String baseUrl;

    /** URLs of several equivalent servers, between which calls are balanced; instead of "base-url". */
    private @Nullable List<String> baseUrls;

    /** API key of the server. Not inherited by a client that has a base URL of its own. */
    private @Nullable String apiKey;

    /**
     * Kind of server, which determines the endpoint's path, the header of the API key, and which requests are
     * rejected before they are sent. By default derived from the host of the base URL.
     */
    private @Nullable Profile profile;

    /** Organization that calls are billed to. */
    private @Nullable String organization;

    /** Project that calls are billed to. */
    private @Nullable String project;

    /** Name of the transport, such as "jdk" or "netty". By default the available transport of the highest priority. */
    private @Nullable String transport;

    /** Whether to fail at startup if the API key would be sent without TLS to another machine. */
    private @Nullable Boolean requireTls;

    /** Maximum number of calls in flight. 1000 by default. */
    private @Nullable Integer maxInFlight;

    /** Maximum number of calls that wait for other calls to end; further calls fail. 1000 by default. */
    private @Nullable Integer maxQueued;

    /** Maximum memory for the response of each call. 64MB by default. */
    private @Nullable DataSize maxResponseSize;

    /** Whether to delay calls so that they stay within the rate limits that the server reports. */
    private @Nullable Boolean paceByRateLimits;

    /** Whether to apply the plug-ins that are found on the class path. True by default. */
    private @Nullable Boolean discoverPlugins;

    /** Whether to log the bodies of requests and responses at level TRACE. They contain prompts and completions. */
    private @Nullable Boolean logBodies;

    /** Headers of every request, by name. */
    private Map<String, String> headers = new LinkedHashMap<>();

    /** Query parameters of every request, by name. */
    private Map<String, String> queryParameters = new LinkedHashMap<>();

    private final Timeouts timeouts = new Timeouts();

    private final Retries retries = new Retries();

    private final Proxy proxy = new Proxy();

    private final Ssl ssl = new Ssl();

    public @Nullable String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(@Nullable String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public @Nullable List<String> getBaseUrls() {
        return baseUrls;
    }

    public void setBaseUrls(@Nullable List<String> baseUrls) {
        this.baseUrls = baseUrls;
    }

    public @Nullable String getApiKey() {
        return apiKey;
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public @Nullable Profile getProfile() {
        return profile;
    }

    public void setProfile(@Nullable Profile profile) {
        this.profile = profile;
    }

    public @Nullable String getOrganization() {
        return organization;
    }

    public void setOrganization(@Nullable String organization) {
        this.organization = organization;
    }

    public @Nullable String getProject() {
        return project;
    }

    public void setProject(@Nullable String project) {
        this.project = project;
    }

    public @Nullable String getTransport() {
        return transport;
    }

    public void setTransport(@Nullable String transport) {
        this.transport = transport;
    }

    public @Nullable Boolean getRequireTls() {
        return requireTls;
    }

    public void setRequireTls(@Nullable Boolean requireTls) {
        this.requireTls = requireTls;
    }

    public @Nullable Integer getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(@Nullable Integer maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public @Nullable Integer getMaxQueued() {
        return maxQueued;
    }

    public void setMaxQueued(@Nullable Integer maxQueued) {
        this.maxQueued = maxQueued;
    }

    public @Nullable DataSize getMaxResponseSize() {
        return maxResponseSize;
    }

    public void setMaxResponseSize(@Nullable DataSize maxResponseSize) {
        this.maxResponseSize = maxResponseSize;
    }

    public @Nullable Boolean getPaceByRateLimits() {
        return paceByRateLimits;
    }

    public void setPaceByRateLimits(@Nullable Boolean paceByRateLimits) {
        this.paceByRateLimits = paceByRateLimits;
    }

    public @Nullable Boolean getDiscoverPlugins() {
        return discoverPlugins;
    }

    public void setDiscoverPlugins(@Nullable Boolean discoverPlugins) {
        this.discoverPlugins = discoverPlugins;
    }

    public @Nullable Boolean getLogBodies() {
        return logBodies;
    }

    public void setLogBodies(@Nullable Boolean logBodies) {
        this.logBodies = logBodies;
    }

    public Map<String, String> getHeaders() {
        return headers;
    }

    public void setHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    public Map<String, String> getQueryParameters() {
        return queryParameters;
    }

    public void setQueryParameters(Map<String, String> queryParameters) {
        this.queryParameters = queryParameters;
    }

    public Timeouts getTimeouts() {
        return timeouts;
    }

    public Retries getRetries() {
        return retries;
    }

    public Proxy getProxy() {
        return proxy;
    }

    public Ssl getSsl() {
        return ssl;
    }

    /** The timeouts of a client. */
    public static class Timeouts {

        /** Time to connect, TLS handshake included. 5s by default. */
        private @Nullable Duration connect;

        /** Time of the whole call, attempts and waits included. 600s by default; 0 disables the timeout. */
        private @Nullable Duration total;

        /**
         * Time from sending the request to the response headers, connecting included. 60s by default for streams; 0
         * disables the timeout.
         */
        private @Nullable Duration responseHeaders;

        /** Time from sending the request of a stream to its first chunk. Disabled by default. */
        private @Nullable Duration firstChunk;

        /**
         * Time from one chunk of a stream to the next; comments that keep the connection alive do not count. Disabled
         * by default.
         */
        private @Nullable Duration betweenChunks;

        /**
         * Time between two reads; comments that keep the connection alive count. 60s by default; 0 disables the
         * timeout.
         */
        private @Nullable Duration readIdle;

        /**
         * Time from the response headers of a stream to the first request of its subscriber. 30s by default; 0
         * disables the timeout.
         */
        private @Nullable Duration firstDemand;

        /** Time during which the subscriber of a stream then requests nothing. Disabled by default. */
        private @Nullable Duration consumerStall;

        public @Nullable Duration getConnect() {
            return connect;
        }

        public void setConnect(@Nullable Duration connect) {
            this.connect = connect;
        }

        public @Nullable Duration getTotal() {
            return total;
        }

        public void setTotal(@Nullable Duration total) {
            this.total = total;
        }

        public @Nullable Duration getResponseHeaders() {
            return responseHeaders;
        }

        public void setResponseHeaders(@Nullable Duration responseHeaders) {
            this.responseHeaders = responseHeaders;
        }

        public @Nullable Duration getFirstChunk() {
            return firstChunk;
        }

        public void setFirstChunk(@Nullable Duration firstChunk) {
            this.firstChunk = firstChunk;
        }

        public @Nullable Duration getBetweenChunks() {
            return betweenChunks;
        }

        public void setBetweenChunks(@Nullable Duration betweenChunks) {
            this.betweenChunks = betweenChunks;
        }

        public @Nullable Duration getReadIdle() {
            return readIdle;
        }

        public void setReadIdle(@Nullable Duration readIdle) {
            this.readIdle = readIdle;
        }

        public @Nullable Duration getFirstDemand() {
            return firstDemand;
        }

        public void setFirstDemand(@Nullable Duration firstDemand) {
            this.firstDemand = firstDemand;
        }

        public @Nullable Duration getConsumerStall() {
            return consumerStall;
        }

        public void setConsumerStall(@Nullable Duration consumerStall) {
            this.consumerStall = consumerStall;
        }

        @Nullable Duration get(Timeout timeout) {
            return switch (timeout) {
                case TOTAL -> total;
                case RESPONSE_HEADERS -> responseHeaders;
                case FIRST_CHUNK -> firstChunk;
                case BETWEEN_CHUNKS -> betweenChunks;
                case READ_IDLE -> readIdle;
                case FIRST_DEMAND -> firstDemand;
                case CONSUMER_STALL -> consumerStall;
            };
        }
    }

    /** How failed calls are retried. */
    public static class Retries {

        /** Maximum number of attempts, including the first; 1 disables retries. 3 by default. */
        private @Nullable Integer maxAttempts;

        /** Upper bound of the first delay; it doubles with each further attempt. 500ms by default. */
        private @Nullable Duration baseDelay;

        /** Minimum delay before a retry. 50ms by default. */
        private @Nullable Duration minDelay;

        /** Maximum delay before a retry, unless the server requests a longer one. 8s by default. */
        private @Nullable Duration maxDelay;

        /**
         * Longest delay that a server may request; the call is not retried if it requests a longer one. 60s by
         * default.
         */
        private @Nullable Duration maxRetryAfter;

        /** Whether to retry requests that the server may have received but did not answer. True by default. */
        private @Nullable Boolean retryUnanswered;

        /** What retries on one host may cost until successful calls replenish it. 100 by default. */
        private @Nullable Integer budget;

        public @Nullable Integer getMaxAttempts() {
            return maxAttempts;
        }

        public void setMaxAttempts(@Nullable Integer maxAttempts) {
            this.maxAttempts = maxAttempts;
        }

        public @Nullable Duration getBaseDelay() {
            return baseDelay;
        }

        public void setBaseDelay(@Nullable Duration baseDelay) {
            this.baseDelay = baseDelay;
        }

        public @Nullable Duration getMinDelay() {
            return minDelay;
        }

        public void setMinDelay(@Nullable Duration minDelay) {
            this.minDelay = minDelay;
        }

        public @Nullable Duration getMaxDelay() {
            return maxDelay;
        }

        public void setMaxDelay(@Nullable Duration maxDelay) {
            this.maxDelay = maxDelay;
        }

        public @Nullable Duration getMaxRetryAfter() {
            return maxRetryAfter;
        }

        public void setMaxRetryAfter(@Nullable Duration maxRetryAfter) {
            this.maxRetryAfter = maxRetryAfter;
        }

        public @Nullable Boolean getRetryUnanswered() {
            return retryUnanswered;
        }

        public void setRetryUnanswered(@Nullable Boolean retryUnanswered) {
            this.retryUnanswered = retryUnanswered;
        }

        public @Nullable Integer getBudget() {
            return budget;
        }

        public void setBudget(@Nullable Integer budget) {
            this.budget = budget;
        }
    }

    /** The proxy for all connections. */
    public static class Proxy {

        /** Protocol of the proxy. HTTP by default. */
        private ProxyServer.@Nullable Type type;

        /** Host of the proxy. */
        private @Nullable String host;

        /** Port of the proxy. */
        private @Nullable Integer port;

        /** User to authenticate with at the proxy. */
        private @Nullable String user;

        /** Password to authenticate with at the proxy. */
        private @Nullable String password;

        public ProxyServer.@Nullable Type getType() {
            return type;
        }

        public void setType(ProxyServer.@Nullable Type type) {
            this.type = type;
        }

        public @Nullable String getHost() {
            return host;
        }

        public void setHost(@Nullable String host) {
            this.host = host;
        }

        public @Nullable Integer getPort() {
            return port;
        }

        public void setPort(@Nullable Integer port) {
            this.port = port;
        }

        public @Nullable String getUser() {
            return user;
        }

        public void setUser(@Nullable String user) {
            this.user = user;
        }

        public @Nullable String getPassword() {
            return password;
        }

        public void setPassword(@Nullable String password) {
            this.password = password;
        }
    }

    /** The TLS settings of a client. */
    public static class Ssl {

        /** Name of the SSL bundle with trust anchors and client certificates. */
        private @Nullable String bundle;

        public @Nullable String getBundle() {
            return bundle;
        }

        public void setBundle(@Nullable String bundle) {
            this.bundle = bundle;
        }
    }
}
