// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.RateLimits.RateLimit;
import dev.completions4j.transport.HttpHeaders;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP told of a response besides its body.
 *
 * @param status of the response; 0 in {@link #unknown()}
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}; empty in {@link #unknown()}
 * @param headers as the server sent them
 * @param failedAttempts how the request was sent in vain before this response came
 */
public record ResponseInfo(int status, String protocol, HttpHeaders headers, List<FailedAttempt> failedAttempts) {

    private static final ResponseInfo UNKNOWN = new ResponseInfo(0, "", HttpHeaders.empty(), List.of());

    public ResponseInfo {
        failedAttempts = List.copyOf(failedAttempts);
    }

    /** For values that came from no server, such as those that a test builds. */
    public static ResponseInfo unknown() {
        return UNKNOWN;
    }

    /** How often the request was sent until this response came. */
    public int attempts() {
        return failedAttempts.size() + 1;
    }

    /** Whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What to quote to the server's operators: {@code x-request-id} or {@code apim-request-id}; null if not sent. */
    public @Nullable String requestId() {
        String id = headers.first("x-request-id");
        return id != null ? id : headers.first("apim-request-id");
    }

    /** How much the server allows, by {@code x-ratelimit-*}; what it did not send is null inside. */
    public RateLimits rateLimits() {
        return new RateLimits(rateLimit("requests"), rateLimit("tokens"));
    }

    private RateLimit rateLimit(String what) {
        return new RateLimit(
                HeaderValues.count(headers, "x-ratelimit-limit-" + what),
                HeaderValues.count(headers, "x-ratelimit-remaining-" + what),
                HeaderValues.duration(headers, "x-ratelimit-reset-" + what));
    }

    /** How long the server worked on it, by {@code openai-processing-ms}; null if not sent. */
    public @Nullable Duration processingTime() {
        return HeaderValues.milliseconds(headers, "openai-processing-ms");
    }

    /**
     * How long to wait before the next attempt, by {@code retry-after-ms}, or else by {@code retry-after}, whose dates
     * are held against the response's own {@code date}; null if not sent, negative or not to be understood.
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
