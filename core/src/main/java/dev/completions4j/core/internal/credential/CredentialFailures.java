// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import dev.completions4j.CredentialException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.core.internal.masking.ThrowableCopy;
import java.util.List;

/** Makes the exceptions of calls without a key. */
public final class CredentialFailures {

    private CredentialFailures() {}

    /**
     * The failure of a call.
     *
     * @param cause what {@link Credentials#key()} failed with: a copy of what the caller's code threw, or, with a message
     *     that shows no key, what is wrong with what it returned
     */
    public static CredentialException of(Throwable cause, List<FailedAttempt> failedAttempts) {
        String message = cause instanceof ThrowableCopy copy
                ? "The provider of credentials failed with " + copy.className()
                : "The provider of credentials returned no valid key. " + cause.getMessage();
        return new CredentialException(message, cause, failedAttempts);
    }
}
