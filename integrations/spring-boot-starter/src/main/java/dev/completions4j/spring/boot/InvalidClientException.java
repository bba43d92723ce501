// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import org.jspecify.annotations.Nullable;

/** Thrown if the configuration of a client is invalid. Neither the message nor the remedy contains secrets. */
final class InvalidClientException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    /**
     * @param problem what is wrong, as one or more sentences
     * @param remedy what to do about it, as one or more sentences
     * @param cause may be null
     */
    InvalidClientException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** Returns what is wrong. */
    String problem() {
        return problem;
    }

    /** Returns what to do about it. */
    String remedy() {
        return remedy;
    }
}
