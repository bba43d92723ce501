package dev.completions4j;

import java.util.List;

/** No key could be obtained to send a call with; the cause tells why. */
public final class CredentialException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param cause what the provider failed with; its text is the provider's
     * @param failedAttempts of the call, before this one
     */
    public CredentialException(Throwable cause, List<FailedAttempt> failedAttempts) {
        super(
                "The provider of credentials failed with " + cause.getClass().getName(),
                cause,
                null,
                null,
                failedAttempts);
    }
}
