// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

/** An event, or a comment, is larger than the decoder accepts. */
public final class SseLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SseLimitException(String message) {
        super(message);
    }
}
