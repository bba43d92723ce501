// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a transport. Immutable.
 *
 * @since 0.1.0
 */
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

    /**
     * Returns the default configuration: a connect timeout of 5 seconds, a response head of up to 64 KiB, the JVM's TLS
     * context, and no proxy.
     */
    public static TransportConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the connect timeout: the time from the start of connecting, name resolution included, until the
     * connection is ready for the request, proxy and TLS handshake included; positive.
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns the maximum size of a response head, in bytes; positive. */
    public int maxHeadBytes() {
        return maxHeadBytes;
    }

    /**
     * Returns the TLS context, which supplies trust anchors and client certificates; null for the JVM's default. The
     * host name is verified in either case.
     */
    public @Nullable SSLContext sslContext() {
        return sslContext;
    }

    /**
     * Returns the proxy for all connections; null for the transport's own default, which its documentation describes.
     */
    public @Nullable ProxyServer proxy() {
        return proxy;
    }

    /**
     * Returns a configuration with another connect timeout.
     *
     * @param connectTimeout a positive duration
     * @throws IllegalArgumentException if the duration is not positive
     */
    public TransportConfig withConnectTimeout(Duration connectTimeout) {
        if (connectTimeout.isZero() || connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + "; it must be positive");
        }
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }

    /**
     * Returns a configuration with another maximum size of a response head.
     *
     * @param maxHeadBytes a positive number of bytes
     * @throws IllegalArgumentException if the number is not positive
     */
    public TransportConfig withMaxHeadBytes(int maxHeadBytes) {
        if (maxHeadBytes <= 0) {
            throw new IllegalArgumentException("maxHeadBytes is " + maxHeadBytes + "; it must be positive");
        }
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }

    /**
     * Returns a configuration with another TLS context.
     *
     * @param sslContext the context; null for the JVM's default
     */
    public TransportConfig withSslContext(@Nullable SSLContext sslContext) {
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }

    /**
     * Returns a configuration with another proxy.
     *
     * @param proxy the proxy; null for the transport's own default
     */
    public TransportConfig withProxy(@Nullable ProxyServer proxy) {
        return new TransportConfig(connectTimeout, maxHeadBytes, sslContext, proxy);
    }
}
