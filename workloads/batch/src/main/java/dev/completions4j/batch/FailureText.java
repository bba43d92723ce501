// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionsClientException;

/** The text of a failure of a call, without prompts and completions. */
final class FailureText {

    private FailureText() {}

    static String of(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof CompletionsClientException && message != null
                ? message
                // A throwable of someone else's code may quote the request.
                : "the call failed with " + failure.getClass().getName();
    }
}
