// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.RateLimits.RateLimit;
import dev.completions4j.transport.HttpHeaders;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP metadata of a response: status, headers, protocol.
 *
 * @param status the status; 0 in {@link #unknown()}
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}; empty in {@link #unknown()}
 * @param headers the response headers
 * @param failedAttempts the failed attempts before this response
 * @since 0.1.0
 */
public record ResponseInfo(int status, String protocol, HttpHeaders headers, List<FailedAttempt> failedAttempts) {

    private static final ResponseInfo UNKNOWN = new ResponseInfo(0, "", HttpHeaders.empty(), List.of());

    public ResponseInfo {
        failedAttempts = List.copyOf(failedAttempts);
    }

    /** Returns metadata for values that no server sent, such as those created by tests. */
    public static ResponseInfo unknown() {
        return UNKNOWN;
    }

    /** Returns the number of attempts, including the one that received this response. */
    public int attempts() {
        return failedAttempts.size() + 1;
    }

    /** Returns whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * Returns the request id to quote to the server's operators, from {@code x-request-id} or {@code apim-request-id};
     * null if not sent.
     */
    public @Nullable String requestId() {
        String id = headers.first("x-request-id");
        return id != null ? id : headers.first("apim-request-id");
    }

    /** Returns the rate limits from the {@code x-ratelimit-*} headers; components that were not sent are null. */
    public RateLimits rateLimits() {
        return new RateLimits(rateLimit("requests"), rateLimit("tokens"));
    }

    private RateLimit rateLimit(String what) {
        return new RateLimit(
                HeaderValues.count(headers, "x-ratelimit-limit-" + what),
                HeaderValues.count(headers, "x-ratelimit-remaining-" + what),
                HeaderValues.duration(headers, "x-ratelimit-reset-" + what));
    }

    /** Returns the server's processing time, from {@code openai-processing-ms}; null if not sent. */
    public @Nullable Duration processingTime() {
        return HeaderValues.milliseconds(headers, "openai-processing-ms");
    }

    /**
     * Returns the delay that the server requests before the next attempt, from {@code retry-after-ms} or else
     * {@code retry-after}. A date is interpreted relative to the response's {@code date}. Null if not sent, negative or
     * malformed.
     */
    public @Nullable Duration retryAfter() {
        Duration milliseconds = HeaderValues.milliseconds(headers, "retry-after-ms");
        if (milliseconds != null) {
            return milliseconds;
        }
        Duration seconds = HeaderValues.seconds(headers, "retry-after");
        return seconds != null ? seconds : HeaderValues.untilDate(headers, "retry-after");
    }
}
