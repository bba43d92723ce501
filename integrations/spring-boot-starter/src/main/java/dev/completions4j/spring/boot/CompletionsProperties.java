// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties below {@code completions4j}: those of the only client, or, if {@code completions4j.clients} has any,
 * those that the named clients inherit.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("completions4j")
public class CompletionsProperties extends ClientProperties {

    /** Named clients. Each is a bean of its name and inherits the properties that it does not set. */
    private Map<String, ClientProperties> clients = new LinkedHashMap<>();

    /** Name of the client that is injected where no name is given. */
    private @Nullable String primary;

    /** Time that calls in flight get to end when the application shuts down. */
    private Duration shutdownGrace = Duration.ofSeconds(20);

    private final HealthProperties health = new HealthProperties();

    public Map<String, ClientProperties> getClients() {
        return clients;
    }

    public void setClients(Map<String, ClientProperties> clients) {
        this.clients = clients;
    }

    public @Nullable String getPrimary() {
        return primary;
    }

    public void setPrimary(@Nullable String primary) {
        this.primary = primary;
    }

    public Duration getShutdownGrace() {
        return shutdownGrace;
    }

    public void setShutdownGrace(Duration shutdownGrace) {
        if (shutdownGrace.isNegative()) {
            throw new IllegalArgumentException("shutdown-grace is " + shutdownGrace + "; it must not be negative");
        }
        this.shutdownGrace = shutdownGrace;
    }

    public HealthProperties getHealth() {
        return health;
    }

    /** The settings of the health check. */
    public static class HealthProperties {

        /** Time that the server gets to list its models. */
        private Duration timeout = Duration.ofSeconds(3);

        public Duration getTimeout() {
            return timeout;
        }

        public void setTimeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("timeout is " + timeout + "; it must be positive");
            }
            this.timeout = timeout;
        }
    }
}
