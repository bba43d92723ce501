// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import org.jspecify.annotations.Nullable;

/** Thrown when the output cannot be opened or written; the message is for the caller. */
final class OutputException extends Exception {

    private static final long serialVersionUID = 1L;

    OutputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
