// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.NetworkException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Descriptions of the outcomes of calls. */
final class Outcomes {

    static final String SUCCESS = "success";
    static final String CANCELLED = "cancelled";
    static final String CLOSED = "closed";
    static final String TIMEOUT = "timeout";

    private Outcomes() {}

    static String of(@Nullable Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure == null) {
            return SUCCESS;
        }
        if (failure instanceof CancellationException) {
            return CANCELLED;
        }
        if (failure instanceof ClientClosedException) {
            return CLOSED;
        }
        if (failure instanceof CallTimeoutException) {
            return TIMEOUT;
        }
        String name = failure.getClass().getSimpleName();
        if (failure instanceof ApiException api) {
            return name + " " + api.kind();
        }
        return failure instanceof NetworkException network ? name + " " + network.kind() : name;
    }
}
