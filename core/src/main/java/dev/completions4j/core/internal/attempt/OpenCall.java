// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.ResponseInfo;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;

/**
 * A call in progress, as seen by its attempts and its client.
 *
 * <p>Its attempts signal serially: {@link #onResponse} and data, if there is a response, and then exactly one of
 * {@link #onComplete}, {@link #onCut} and {@link #onFailed}.
 */
public interface OpenCall {

    /** Called when a response with a 2xx status begins; from then on the call can request its body. */
    void onResponse(ResponseInfo response);

    /** Receives the next bytes of the body, valid until this returns; called at most once per requested chunk. */
    void onData(ByteBuffer chunk);

    /** Called at the end of the body. */
    void onComplete();

    /** Called if the connection failed before the end of the body. */
    void onCut(TransportException failure);

    /** Called if there is no response, or if the rest of it cannot be read. */
    void onFailed(Throwable failure);

    /** Called when the client is closed; ends the call. No-op after the end. Thread-safe. */
    void onClientClosed();
}
