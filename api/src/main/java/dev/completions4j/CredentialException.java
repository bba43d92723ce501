// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;

/**
 * Thrown when no API key could be obtained for a call.
 *
 * <p>The cause has the class name, stack trace, causes and suppressed exceptions of the throwable from the caller's
 * supplier or provider, but none of their messages, because these may contain credentials. A provider that needs the
 * messages must log them.
 *
 * @since 0.1.0
 */
public final class CredentialException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception whose message contains the class name of the cause.
     *
     * @param cause the failure of the provider; its message is visible wherever causes are printed
     * @param failedAttempts the attempts of the call before this one
     */
    public CredentialException(Throwable cause, List<FailedAttempt> failedAttempts) {
        this("The provider of credentials failed with " + cause.getClass().getName(), cause, failedAttempts);
    }

    /**
     * Creates an exception.
     *
     * @param message what is wrong, without credentials
     * @param cause the failure; its message is visible wherever causes are printed
     * @param failedAttempts the attempts of the call before this one
     */
    public CredentialException(String message, Throwable cause, List<FailedAttempt> failedAttempts) {
        super(message, cause, null, null, failedAttempts);
    }
}
