package dev.completions4j.transport;

import java.time.Duration;

/**
 * What a transport must keep to.
 *
 * @param connectTimeout from the start of connecting, name resolution included, until the connection is ready for the
 *     request, TLS handshake included; positive
 * @param maxHeadBytes the largest response head that is accepted, in bytes; positive
 */
public record TransportConfig(Duration connectTimeout, int maxHeadBytes) {

    private static final TransportConfig DEFAULTS = new TransportConfig(Duration.ofSeconds(5), 64 * 1024);

    /** Checks both limits. */
    public TransportConfig {
        if (connectTimeout.isZero() || connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + "; it must be positive");
        }
        if (maxHeadBytes <= 0) {
            throw new IllegalArgumentException("maxHeadBytes is " + maxHeadBytes + "; it must be positive");
        }
    }

    /** Five seconds to connect, 64 KiB for the head. */
    public static TransportConfig defaults() {
        return DEFAULTS;
    }

    /** This configuration with another connect timeout. */
    public TransportConfig withConnectTimeout(Duration connectTimeout) {
        return new TransportConfig(connectTimeout, maxHeadBytes);
    }

    /** This configuration with another limit for the head. */
    public TransportConfig withMaxHeadBytes(int maxHeadBytes) {
        return new TransportConfig(connectTimeout, maxHeadBytes);
    }
}
