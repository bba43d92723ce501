// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;

/**
 * No key could be obtained to send a call with.
 *
 * <p>The cause names the class of what the caller's supplier or provider threw and has its stack trace, causes and
 * suppressed exceptions, but none of their messages, since these may quote credentials. A provider that wants them read
 * logs them.
 */
public final class CredentialException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception whose message names the cause's class.
     *
     * @param cause what the provider failed with; its message is shown wherever causes are
     * @param failedAttempts of the call, before this one
     */
    public CredentialException(Throwable cause, List<FailedAttempt> failedAttempts) {
        this("The provider of credentials failed with " + cause.getClass().getName(), cause, failedAttempts);
    }

    /**
     * @param message what is wrong, without any credential
     * @param cause its message is shown wherever causes are
     * @param failedAttempts of the call, before this one
     */
    public CredentialException(String message, Throwable cause, List<FailedAttempt> failedAttempts) {
        super(message, cause, null, null, failedAttempts);
    }
}
