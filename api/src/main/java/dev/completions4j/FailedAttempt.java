// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Duration;

/**
 * One sending of a call's request that failed, and that was followed by another.
 *
 * @param baseUrl where it was sent
 * @param failure how it failed
 * @param delay from then to the next attempt, as it was decided; a host that must not be called yet makes it longer
 */
public record FailedAttempt(String baseUrl, CompletionsClientException failure, Duration delay) {

    /** The status of the response; 0 if none had begun. */
    public int status() {
        ResponseInfo response = failure.response();
        return response == null ? 0 : response.status();
    }
}
