// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.CredentialException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.NetworkException;
import dev.completions4j.QueueFullException;
import dev.completions4j.TruncatedStreamException;

/** Whether a failure says something about its request, or about the server or the client. */
enum FailureKind {
    /** The request is at fault, and would fail again. */
    OF_REQUEST,
    /** The server or the client has too many calls. */
    OVERLOAD,
    /** The server or the network failed; the same request may succeed later. */
    TRANSIENT,
    /**
     * The request is at fault, or every request fails like this, such as for an unknown model, a page to sign in, or code of
     * others that throws.
     */
    DOUBTFUL,
    /** Every request fails like this until someone changes something, such as the key. */
    LASTING;

    /** Returns whether time does not cure the failure. */
    boolean lasts() {
        return this == DOUBTFUL || this == LASTING;
    }

    /** Returns how often a request may fail, and others succeed, before the request is given up. */
    int tries() {
        return switch (this) {
            case OF_REQUEST -> 1;
            case DOUBTFUL -> 2;
            case OVERLOAD, TRANSIENT -> 3;
            case LASTING -> Integer.MAX_VALUE;
        };
    }

    static FailureKind of(Throwable failure) {
        if (failure instanceof ApiException refused) {
            return switch (refused.kind()) {
                // The client retries 408, too: the request arrived too slowly, whatever it says.
                case BAD_REQUEST -> refused.status() == 408 ? TRANSIENT : OF_REQUEST;
                case CONTEXT_LENGTH_EXCEEDED -> OF_REQUEST;
                case RATE_LIMIT, OVERLOADED -> OVERLOAD;
                case SERVER_ERROR -> TRANSIENT;
                case PERMISSION, NOT_FOUND, UNEXPECTED_STATUS -> DOUBTFUL;
                case AUTHENTICATION, QUOTA_EXHAUSTED -> LASTING;
            };
        } else if (failure instanceof InvalidRequestException) {
            return OF_REQUEST;
        } else if (failure instanceof QueueFullException
                || failure instanceof CallbackRejectedException
                || failure instanceof CallTimeoutException) {
            return OVERLOAD;
        } else if (failure instanceof NetworkException || failure instanceof TruncatedStreamException) {
            return TRANSIENT;
        } else if (failure instanceof CredentialException || failure instanceof ClientClosedException) {
            return LASTING;
        }
        return DOUBTFUL;
    }

    /** Returns whether an attempt was refused because the server has too many calls. */
    static boolean isOverload(FailedAttempt attempt) {
        return of(attempt.failure()) == OVERLOAD;
    }
}
