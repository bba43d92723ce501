// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.util.Objects;
import java.util.stream.Collectors;

/** Masks the messages of a transport's failure and of its causes, which may quote the server. */
public final class MaskedThrowables {

    private MaskedThrowables() {}

    /** Returns the failure itself if its messages contain no secret; otherwise a masked copy. */
    public static TransportException of(TransportException failure, Mask mask) {
        // A server cannot quote a prompt that it has not received, but a proxy may quote credentials.
        Mask applied = failure.progress() == RequestProgress.NOT_SENT ? mask.ofSecrets() : mask;
        return showsSecret(failure, applied) ? copy(failure, applied) : failure;
    }

    private static boolean showsSecret(TransportException failure, Mask mask) {
        String texts = ThrowableCopy.tree(failure).stream()
                .map(each -> Objects.requireNonNullElse(each.getMessage(), ""))
                .collect(Collectors.joining("\n"));
        return !mask.masked(texts).equals(texts);
    }

    private static TransportException copy(TransportException failure, Mask mask) {
        Throwable cause = failure.getCause();
        TransportException copy = new TransportException(
                failure.kind(),
                failure.progress(),
                mask.masked(Objects.requireNonNullElse(failure.getMessage(), "")),
                cause == null ? null : ThrowableCopy.masked(cause, mask::masked));
        copy.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            copy.addSuppressed(ThrowableCopy.masked(suppressed, mask::masked));
        }
        return copy;
    }
}
