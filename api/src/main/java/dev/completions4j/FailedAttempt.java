// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Duration;

/**
 * A failed attempt that was followed by another one.
 *
 * @param baseUrl the base URL of the server
 * @param failure the failure of the attempt
 * @param delay the delay before the next attempt, as decided by the retry policy; the actual delay is longer if the
 *     server must not be called yet
 * @since 0.1.0
 */
public record FailedAttempt(String baseUrl, CompletionsClientException failure, Duration delay) {

    /** Returns the status of the response; 0 if no response had begun. */
    public int status() {
        ResponseInfo response = failure.response();
        return response == null ? 0 : response.status();
    }
}
