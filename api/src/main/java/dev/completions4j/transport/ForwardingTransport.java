// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A transport that forwards all calls to another transport, for decorators that override some of them.
 *
 * <p>Applications and libraries extend this class. A method added to {@link Transport} in a later release is forwarded
 * too, so decorators that extend this class need no change. {@link #close} calls {@link #shutdown} of this object, not
 * {@code close} of the delegate, so overriding {@code shutdown} suffices.
 *
 * @since 0.1.0
 */
public abstract class ForwardingTransport implements Transport {

    /** Constructor for subclasses. */
    protected ForwardingTransport() {}

    /** Returns the transport to forward to. */
    protected abstract Transport delegate();

    @Override
    public TransportInfo info() {
        return delegate().info();
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        delegate().send(request, handler);
    }

    @Override
    public boolean isIoThread() {
        return delegate().isIoThread();
    }

    @Override
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return delegate().shutdown(grace);
    }
}
