// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a transport must keep to. Immutable. */
public final class TransportConfig {

    private static final TransportConfig DEFAULTS = new TransportConfig(Duration.ofSeconds(5), 64 * 1024, null, null);

    private final Duration connectTimeout;
    private final int maxHeadBytes;
    private final @Nullable SSLContext sslContext;
    private final @Nullable ProxyServer proxy;

    private TransportConfig(
            Duration connectTimeout, int maxHeadBytes, @Nullable SSLContext sslContext, @Nullable ProxyServer proxy) {
        this.connectTimeout = connectTimeout;
        this.maxHeadBytes = maxHeadBytes;
        this.sslContext = sslContext;
        this.proxy = proxy;
    }

    /** Five seconds to connect, 64 KiB for the head, the JVM's trust, and no proxy. */
    public static TransportConfig defaults() {
        return DEFAULTS;
    }

    /**
     * The time from the start of connecting, name resolution included, until the connection is ready for the request,
     * proxy and TLS handshake included; positive.
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** The largest response head that is accepted, in bytes; positive. */
    public int maxHeadBytes() {
        return maxHeadBytes;
    }

    /**
     * Where TLS takes its trust and its client certificate from; null means the JVM's default. The host name is checked
     * in any case.
     */
    public @Nullable SSLContext sslContext() {
        return sslContext;
    }

    /** The proxy through which every connection goes; null leaves it to the transport, which says what it does then. */
    public @Nullable ProxyServer proxy() {
        return proxy;
    }

    /**
     * This configuration with another connect timeout.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public TransportConfig withConnectTimeout(Duration connectTimeout) {
        if (connectTimeout.isZero() || connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + "; it must be positive");
        }
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }

    /**
     * This configuration with another limit for the head.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public TransportConfig withMaxHeadBytes(int maxHeadBytes) {
        if (maxHeadBytes <= 0) {
            throw new IllegalArgumentException("maxHeadBytes is " + maxHeadBytes + "; it must be positive");
        }
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }

    /** This configuration with another TLS context. */
    public TransportConfig withSslContext(@Nullable SSLContext sslContext) {
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }

    /** This configuration with another proxy. */
    public TransportConfig withProxy(@Nullable ProxyServer proxy) {
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }
}
