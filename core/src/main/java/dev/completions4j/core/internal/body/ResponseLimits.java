// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import dev.completions4j.CallOptions;
import dev.completions4j.core.internal.response.Retention;

/**
 * How much of one call's response is kept in memory.
 *
 * @param maxBytes of a whole answer, or of what is kept of a stream
 * @param retention of a stream
 */
public record ResponseLimits(long maxBytes, Retention retention) {

    private static final long DEFAULT_MAX_BYTES = 64L * 1024 * 1024;

    /** JVMs have no longer arrays. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The limits of a client that sets none. */
    public static ResponseLimits defaults() {
        return new ResponseLimits(DEFAULT_MAX_BYTES, Retention.ALL);
    }

    /** These limits, with what options change. */
    public ResponseLimits with(CallOptions options) {
        Long others = options.maxResponseBytes();
        return new ResponseLimits(
                others == null ? maxBytes : others, options.keepsText() ? Retention.ALL : Retention.NO_TEXT);
    }

    /** These limits for a call that needs the whole. */
    public ResponseLimits keepingAll() {
        return new ResponseLimits(maxBytes, Retention.ALL);
    }

    /** A buffer for a whole answer. */
    public BodyBuffer newBodyBuffer() {
        return new BodyBuffer((int) Math.min(LONGEST_ARRAY, maxBytes));
    }
}
