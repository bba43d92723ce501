// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.CredentialException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.NetworkException;
import dev.completions4j.QueueFullException;
import dev.completions4j.TruncatedStreamException;

/** Whether a failure says something about its request, or about the server. */
enum FailureKind {
    /** The request is at fault, and would fail again. */
    OF_REQUEST,
    /** The server has too many calls. */
    OVERLOAD,
    /** The server or the network failed; the same request may succeed later. */
    TRANSIENT,
    /** Every request fails like this until someone changes something, such as the key. */
    LASTING;

    static FailureKind of(Throwable failure) {
        if (failure instanceof ApiException refused) {
            return switch (refused.kind()) {
                case BAD_REQUEST, CONTEXT_LENGTH_EXCEEDED, UNEXPECTED_STATUS -> OF_REQUEST;
                case RATE_LIMIT, OVERLOADED -> OVERLOAD;
                case SERVER_ERROR -> TRANSIENT;
                case AUTHENTICATION, PERMISSION, NOT_FOUND, QUOTA_EXHAUSTED -> LASTING;
            };
        } else if (failure instanceof QueueFullException || failure instanceof CallTimeoutException) {
            return OVERLOAD;
        } else if (failure instanceof NetworkException || failure instanceof TruncatedStreamException) {
            return TRANSIENT;
        } else if (failure instanceof CredentialException || failure instanceof ClientClosedException) {
            return LASTING;
        }
        return OF_REQUEST;
    }

    /** Returns whether an attempt was refused because the server has too many calls. */
    static boolean isOverload(FailedAttempt attempt) {
        return of(attempt.failure()) == OVERLOAD;
    }
}
