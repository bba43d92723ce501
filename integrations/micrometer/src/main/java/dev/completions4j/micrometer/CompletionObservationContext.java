// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.CompletionRequest;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallResult;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call that is observed, for conventions, filters and handlers.
 *
 * <p>A sender's context, so that the span is a client's. It carries nothing to the server: a listener can't add headers
 * to a request. Not safe for use by several threads at once; a call's events come one at a time.
 */
public final class CompletionObservationContext extends SenderContext<CallInfo> {

    private final CallInfo call;
    private final CompletionRequest request;
    private @Nullable ServerAddress server;
    private @Nullable Duration timeToFirstChunk;
    private @Nullable CallResult result;

    CompletionObservationContext(CallInfo call, CompletionRequest request) {
        super((carrier, name, value) -> {}, Kind.CLIENT);
        setCarrier(call);
        this.call = call;
        this.request = request;
    }

    /** The call; its contents are the caller's secrets. */
    public CallInfo call() {
        return call;
    }

    /** What is to be completed; its contents are the caller's secrets. */
    public CompletionRequest request() {
        return request;
    }

    /** The name or address of the last attempt's server; null before the first attempt. */
    public @Nullable String serverAddress() {
        return server == null ? null : server.host();
    }

    /** The port of the last attempt's server; null before the first attempt. */
    public @Nullable Integer serverPort() {
        return server == null ? null : server.port();
    }

    /** From the call's begin to a stream's first chunk; null if there is none. */
    public @Nullable Duration timeToFirstChunk() {
        return timeToFirstChunk;
    }

    /** How the call ended; null before it has. */
    public @Nullable CallResult result() {
        return result;
    }

    void setServer(ServerAddress server) {
        this.server = server;
    }

    void setTimeToFirstChunk(Duration timeToFirstChunk) {
        this.timeToFirstChunk = timeToFirstChunk;
    }

    void setResult(CallResult result) {
        this.result = result;
    }
}
