// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import dev.completions4j.CredentialException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.core.internal.masking.ThrowableCopy;
import java.util.List;

/** Creates the exceptions for calls that could not obtain a key. */
public final class CredentialFailures {

    private CredentialFailures() {}

    /** Returns the failure of a supplier or provider that returned null. */
    static IllegalStateException nothing() {
        return new IllegalStateException("It returned null; return a key, or set no supplier");
    }

    /**
     * Returns the failure of a call.
     *
     * @param cause the failure of {@link Credentials#key()}: a {@link ThrowableCopy} of an exception from the caller's
     *     code, or an exception about an invalid or missing key whose message does not contain the key
     */
    public static CredentialException of(Throwable cause, List<FailedAttempt> failedAttempts) {
        String message = cause instanceof ThrowableCopy copy
                ? "The credential provider failed with " + copy.className()
                : "The credential provider returned no valid key. " + cause.getMessage();
        return new CredentialException(message, cause, failedAttempts);
    }
}
