// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

/** Thrown when an event or a comment exceeds the decoder's limit. */
public final class SseLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SseLimitException(String message) {
        super(message);
    }
}
