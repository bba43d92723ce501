// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.transport.HttpHeaders;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a single call, which override the client's: headers, query parameters, timeouts, the number of attempts,
 * the size of the response, and tags for listeners.
 *
 * <p>Immutable. {@code toString} contains names only, because values may be secret.
 *
 * @since 0.1.0
 */
public final class CallOptions {

    private static final CallOptions NONE = builder().build();

    private final HttpHeaders headers;
    private final Map<String, String> queryParameters;
    private final Map<Timeout, Duration> timeouts;
    private final Map<String, String> tags;
    private final @Nullable Integer maxAttempts;
    private final @Nullable String affinity;
    private final @Nullable Long maxResponseBytes;
    private final boolean keepsText;

    private CallOptions(Builder builder) {
        headers = builder.headers.build();
        queryParameters = Copies.of(builder.queryParameters);
        timeouts = Copies.of(builder.timeouts);
        tags = Copies.of(builder.tags);
        maxAttempts = builder.maxAttempts;
        affinity = builder.affinity;
        maxResponseBytes = builder.maxResponseBytes;
        keepsText = builder.keepsText;
    }

    /** Returns options that override nothing. */
    public static CallOptions none() {
        return NONE;
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a new builder with the values of these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        headers.forEach(builder.headers::add);
        builder.queryParameters.putAll(queryParameters);
        builder.timeouts.putAll(timeouts);
        builder.tags.putAll(tags);
        builder.maxAttempts = maxAttempts;
        builder.affinity = affinity;
        builder.maxResponseBytes = maxResponseBytes;
        builder.keepsText = keepsText;
        return builder;
    }

    /** Returns the headers; each name occurs once. */
    public HttpHeaders headers() {
        return headers;
    }

    /** Returns the query parameters; names and values are unencoded. */
    public Map<String, String> queryParameters() {
        return queryParameters;
    }

    /** Returns the timeouts; the duration of a disabled timeout is that of {@link ChronoUnit#FOREVER}. */
    public Map<Timeout, Duration> timeouts() {
        return timeouts;
    }

    /** Returns the tags for listeners and interceptors, keyed by name; they are not sent. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Returns the maximum number of attempts, including the first; null if the client's setting applies. */
    public @Nullable Integer maxAttempts() {
        return maxAttempts;
    }

    /** Returns the affinity; calls of the same affinity go to the same server. Null if any server may be chosen. */
    public @Nullable String affinity() {
        return affinity;
    }

    /** Returns the maximum memory for the response, in bytes; null if the client's setting applies. */
    public @Nullable Long maxResponseBytes() {
        return maxResponseBytes;
    }

    /** Returns whether a stream retains its text; see {@link Builder#keepText}. */
    public boolean keepsText() {
        return keepsText;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions that
                && headers.equals(that.headers)
                && queryParameters.equals(that.queryParameters)
                && timeouts.equals(that.timeouts)
                && tags.equals(that.tags)
                && Objects.equals(maxAttempts, that.maxAttempts)
                && Objects.equals(affinity, that.affinity)
                && Objects.equals(maxResponseBytes, that.maxResponseBytes)
                && keepsText == that.keepsText;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                headers, queryParameters, timeouts, tags, maxAttempts, affinity, maxResponseBytes, keepsText);
    }

    @Override
    public String toString() {
        return "CallOptions[headers=" + headers + ", queryParameters=" + queryParameters.keySet() + ", timeouts="
                + timeouts + ", tags=" + tags.keySet() + ", maxAttempts=" + maxAttempts + ", maxResponseBytes="
                + maxResponseBytes + ", keepsText=" + keepsText + "]";
    }

    /**
     * A builder of call options.
     *
     * <p>For every property, {@code null} restores the client's setting. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private final HttpHeaders.Builder headers = HttpHeaders.builder();
        private final Map<String, String> queryParameters = new LinkedHashMap<>();
        private final Map<Timeout, Duration> timeouts = new EnumMap<>(Timeout.class);
        private final Map<String, String> tags = new LinkedHashMap<>();
        private @Nullable Integer maxAttempts;
        private @Nullable String affinity;
        private @Nullable Long maxResponseBytes;
        private boolean keepsText = true;

        private Builder() {}

        /**
         * Sets a header; replaces all headers of the same name.
         *
         * @param name the name, case-insensitive
         * @param value ASCII characters, treated as a secret unless the header describes the content or the client;
         *     null removes the header from these options
         * @throws IllegalArgumentException if the name or the value contains a character that HTTP forbids, if the
         *     value is not ASCII, or if only the transport may set the header, such as {@code Content-Length}; the
         *     message does not contain the value
         */
        public Builder header(String name, @Nullable String value) {
            RequestHeaders.set(headers, name, value);
            return this;
        }

        /**
         * Sets a query parameter; replaces the parameter of the same name.
         *
         * @param name a non-empty name, unencoded
         * @param value the value, unencoded; null removes the parameter from these options
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder queryParameter(String name, @Nullable String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("The name of a query parameter is empty; pass a non-empty name");
            }
            Copies.put(queryParameters, name, value);
            return this;
        }

        /**
         * Sets the timeout for one phase of the call.
         *
         * @param timeout the phase
         * @param limit a positive duration; null restores the client's setting, whereas {@link #noTimeout} disables the
         *     timeout
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder timeout(Timeout timeout, @Nullable Duration limit) {
            if (limit != null && (limit.isZero() || limit.isNegative())) {
                throw new IllegalArgumentException(
                        "timeout " + timeout + " is " + limit + "; it must be positive (noTimeout disables it)");
            }
            Copies.put(timeouts, timeout, limit);
            return this;
        }

        /**
         * Disables a timeout.
         *
         * @param timeout the phase
         */
        public Builder noTimeout(Timeout timeout) {
            return timeout(timeout, ChronoUnit.FOREVER.getDuration());
        }

        /**
         * Sets a tag, which listeners and interceptors can read. Tags are not sent.
         *
         * @param name the tag's name
         * @param value the value; null removes the tag
         */
        public Builder tag(String name, @Nullable String value) {
            Copies.put(tags, name, value);
            return this;
        }

        /**
         * Sets the maximum number of attempts. The free retries that {@link RetrySettings} describes do not count.
         *
         * @param maxAttempts a positive number that includes the first attempt; 1 disables all but free retries; null
         *     restores the client's setting
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxAttempts(@Nullable Integer maxAttempts) {
            if (maxAttempts != null && maxAttempts < 1) {
                throw new IllegalArgumentException("maxAttempts is " + maxAttempts + "; it must be at least 1");
            }
            this.maxAttempts = maxAttempts;
            return this;
        }

        /**
         * Sets the affinity. If the client has several servers, calls of the same affinity go to the same server while
         * it is available, because a server processes prompts faster if it has cached their beginning.
         *
         * @param affinity any text, such as a session id; it is not sent; null lets the client choose the server
         */
        public Builder affinity(@Nullable String affinity) {
            this.affinity = affinity;
            return this;
        }

        /**
         * Sets the maximum memory for the response. A larger response fails the call with a
         * {@link MalformedResponseException}.
         *
         * <p>For a non-streaming response, the bytes of the body count. For a stream, an estimate of what is retained
         * until its end counts: two bytes for each character of text, and log probabilities and additional properties
         * by the size of their objects. For streams that retain nothing, see {@link #keepText}.
         *
         * @param maxResponseBytes a positive number of bytes; a non-streaming body is limited to 2 GiB in any case
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxResponseBytes(long maxResponseBytes) {
            if (maxResponseBytes < 1) {
                throw new IllegalArgumentException("maxResponseBytes is " + maxResponseBytes + "; it must be positive");
            }
            this.maxResponseBytes = maxResponseBytes;
            return this;
        }

        /**
         * Sets the maximum memory for the response, as {@link #maxResponseBytes(long)} does.
         *
         * @param maxResponseBytes a positive number of bytes; null restores the client's setting
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxResponseBytes(@Nullable Long maxResponseBytes) {
            if (maxResponseBytes != null) {
                return maxResponseBytes(maxResponseBytes.longValue());
            }
            this.maxResponseBytes = null;
            return this;
        }

        /**
         * Sets whether a stream retains the text that it has delivered. Default: true.
         *
         * <p>The memory of a stream that retains no text does not grow with its length. In return, the choices of
         * {@link CompletionsClientException#partial()}, and of the completion that listeners receive, have their finish
         * reasons but empty texts, no log probabilities and no additional properties. Id, model and usage are retained.
         *
         * <p>No effect on {@link CompletionStream#collect()} and on non-streaming responses.
         *
         * @param keepText false to retain no text
         */
        public Builder keepText(boolean keepText) {
            this.keepsText = keepText;
            return this;
        }

        /** Returns the options. */
        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
