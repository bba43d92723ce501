package dev.completions4j.core.attempt;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;

/**
 * A call between its start and its end.
 *
 * <p>Told of its request's fate by serial calls: {@link #onStart}, any number of {@link #onSending}, and then either
 * {@link #onFailed}, or {@link #onResponse}, data, and one of {@link #onComplete} and {@link #onCut}.
 */
public interface OpenCall {

    /** The first call. */
    void onStart(CallAttempts attempts);

    /** The request is about to be sent, for the first time or once more. */
    void onSending();

    /** An attempt failed; the call waits for the next one. */
    void onBackOff();

    /** How long the call may still take. */
    long nanosLeft();

    /** A response with a status of success begins. */
    void onResponse(ResponseInfo response);

    /** The next bytes of its body, lent until this returns; no more often than was asked for. */
    void onData(ByteBuffer chunk);

    /** The body is at its end. */
    void onComplete();

    /** The body broke off. */
    void onCut(TransportException failure);

    /** There will be no response. */
    void onFailed(CompletionsClientException failure);

    /** Ends the call because the client was closed; no-op after the end. Safe for use by any thread. */
    void onClientClosed();
}
