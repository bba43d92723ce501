// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.nio.file.Path;

/** Thrown when a request differs from the one that the output has an answer to. */
final class ChangedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    ChangedRequestException(Path output, long number) {
        super("The output " + output + " belongs to other requests: request " + number
                + " of the input differs from the one that was answered");
    }
}
