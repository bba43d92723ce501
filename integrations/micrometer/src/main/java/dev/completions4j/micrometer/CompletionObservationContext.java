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
 * The context of a call's observation, for conventions, filters and handlers.
 *
 * <p>It is a {@link SenderContext} so that the span's kind is {@code CLIENT}. It propagates nothing to the server, because
 * listeners cannot add headers to a request. Not thread-safe; the events of a call are delivered one at a time.
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

    /** Returns the call, whose request contains the caller's prompt. */
    public CallInfo call() {
        return call;
    }

    /** Returns the request, which contains the caller's prompt. */
    public CompletionRequest request() {
        return request;
    }

    /** Returns the host name or address of the last attempt's server; null before the first attempt. */
    public @Nullable String serverAddress() {
        return server == null ? null : server.host();
    }

    /** Returns the port of the last attempt's server; null before the first attempt. */
    public @Nullable Integer serverPort() {
        return server == null ? null : server.port();
    }

    /** Returns the time from the start of the call to the first chunk of a stream; null if no chunk was received. */
    public @Nullable Duration timeToFirstChunk() {
        return timeToFirstChunk;
    }

    /** Returns the outcome of the call; null while it is in progress. */
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
