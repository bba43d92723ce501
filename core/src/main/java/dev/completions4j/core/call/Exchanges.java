package dev.completions4j.core.call;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A client's way to its transport, which knows the calls that are open. Safe for use by any thread. */
public final class Exchanges {

    private final Transport transport;
    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private volatile boolean closed;

    public Exchanges(Transport transport) {
        this.transport = transport;
    }

    /** Sends a call's request, unless the client is closed. */
    public void send(TransportRequest request, OpenCall call) {
        open.add(call);
        if (closed) {
            call.onClientClosed();
            ended(call);
            return;
        }
        try {
            transport.send(request, call);
        } catch (RuntimeException e) {
            // Against the contract of transports; without this the call would never end.
            call.onFailure(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.MAYBE_SENT,
                    "The transport " + transport.info().name() + " threw "
                            + e.getClass().getName(),
                    e));
        }
    }

    /** Forgets a call that has ended. */
    public void ended(OpenCall call) {
        open.remove(call);
        completeIfDrained();
    }

    /**
     * Refuses new calls.
     *
     * @return completes when none is open any more
     */
    public CompletableFuture<@Nullable Void> refuseNew() {
        closed = true;
        completeIfDrained();
        return drained;
    }

    /** Refuses new calls, and ends those that are open. */
    public void abort() {
        closed = true;
        open.forEach(OpenCall::onClientClosed);
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closed && open.isEmpty()) {
            drained.complete(null);
        }
    }
}
