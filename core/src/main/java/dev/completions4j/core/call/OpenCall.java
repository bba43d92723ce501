package dev.completions4j.core.call;

import dev.completions4j.transport.ResponseHandler;

/** A call between its start and its end. */
public interface OpenCall extends ResponseHandler {

    /** Ends the call because the client was closed; no-op after the end. Safe for use by any thread. */
    void onClientClosed();
}
