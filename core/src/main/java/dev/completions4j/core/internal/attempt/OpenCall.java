// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.ResponseInfo;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;

/**
 * A call between its start and its end, as its attempts see it.
 *
 * <p>Receives serial signals: {@link #onResponse} and data, if there is a response, and then one of {@link #onComplete},
 * {@link #onCut} and {@link #onFailed}.
 */
public interface OpenCall {

    /** A response with a status of success begins; from now on the call can ask for its body. */
    void onResponse(ResponseInfo response);

    /** Delivers the next bytes of the body, lent until this returns; no more often than was asked for. */
    void onData(ByteBuffer chunk);

    /** The body is at its end. */
    void onComplete();

    /** The body broke off. */
    void onCut(TransportException failure);

    /** There will be no response, or none of it can be read any more. */
    void onFailed(Throwable failure);

    /** Ends the call because the client was closed; no-op after the end. Safe for use by any thread. */
    void onClientClosed();
}
