// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import dev.completions4j.CallOptions;
import dev.completions4j.core.internal.response.Retention;

/**
 * Limits on the part of a call's response that is kept in memory.
 *
 * @param maxBytes maximum size of a non-streaming response, or of the accumulated part of a stream
 * @param retention the part of a stream that is accumulated
 */
public record ResponseLimits(long maxBytes, Retention retention) {

    private static final long DEFAULT_MAX_BYTES = 64L * 1024 * 1024;

    /** Returns the default limits. */
    public static ResponseLimits defaults() {
        return new ResponseLimits(DEFAULT_MAX_BYTES, Retention.ALL);
    }

    /** Returns these limits with a call's options applied. */
    public ResponseLimits with(CallOptions options) {
        long maxBytesOfCall = options.maxResponseBytes() == null ? maxBytes : options.maxResponseBytes();
        Retention ofCall = options.keepsText() ? Retention.ALL : Retention.NO_TEXT;
        return maxBytesOfCall == maxBytes && ofCall == retention ? this : new ResponseLimits(maxBytesOfCall, ofCall);
    }

    /** Returns these limits for a call that needs the whole response. */
    public ResponseLimits keepingAll() {
        return new ResponseLimits(maxBytes, Retention.ALL);
    }

    /** Returns a buffer for a non-streaming response. */
    public BodyBuffer newBodyBuffer() {
        return new BodyBuffer((int) Math.min(BodyBuffer.MAX_LIMIT, maxBytes));
    }
}
