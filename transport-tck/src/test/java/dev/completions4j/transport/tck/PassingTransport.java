// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Passes everything on; what breaks a rule overrides the part that it breaks. */
class PassingTransport implements Transport {

    final Transport to;

    PassingTransport(Transport to) {
        this.to = to;
    }

    @Override
    public TransportInfo info() {
        return to.info();
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        to.send(request, handler);
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return to.shutdown(grace);
    }
}
