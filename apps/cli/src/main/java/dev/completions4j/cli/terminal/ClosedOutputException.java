// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import java.io.IOException;
import java.util.Locale;

/** Thrown when results cannot be written to standard output. */
public final class ClosedOutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClosedOutputException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Returns whether the reader of a pipe has left, which is no error: {@code head} leaves when it has enough. */
    public boolean isClosedPipe() {
        String message = getMessage();
        return StandardStream.OUTPUT.isPipe()
                || (message != null && message.toLowerCase(Locale.ROOT).contains("pipe"));
    }
}
