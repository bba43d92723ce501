// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.failure;

/** Thrown if what the user gave cannot be used. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong, the value, and the remedy, in one sentence without a full stop
     */
    public UsageException(String message) {
        super(message);
    }
}
