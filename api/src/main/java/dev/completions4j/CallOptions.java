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
 * What holds for one call in place of the client's settings: headers and query parameters of the same names, timeouts,
 * the number of attempts and the size of the response; and what is said of it to listeners.
 *
 * <p>Immutable. {@code toString} shows names only, since values may be secret.
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

    /** Nothing besides what the client sends anyway. */
    public static CallOptions none() {
        return NONE;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these options. */
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

    /** Headers, each name once. */
    public HttpHeaders headers() {
        return headers;
    }

    /** Query parameters by name, neither name nor value encoded. */
    public Map<String, String> queryParameters() {
        return queryParameters;
    }

    /** The limits of the timeouts that are set here; one that is switched off has {@link ChronoUnit#FOREVER}'s. */
    public Map<Timeout, Duration> timeouts() {
        return timeouts;
    }

    /** What the caller says of the call to listeners and interceptors, by name; not sent. */
    public Map<String, String> tags() {
        return tags;
    }

    /** How often the request is sent at the most; null if the client decides. */
    public @Nullable Integer maxAttempts() {
        return maxAttempts;
    }

    /** Calls of the same affinity go to the same server; null if any will do. */
    public @Nullable String affinity() {
        return affinity;
    }

    /** Maximum memory for the response, in bytes; null if the client decides. */
    public @Nullable Long maxResponseBytes() {
        return maxResponseBytes;
    }

    /** Whether a stream keeps its text for {@link CompletionsClientException#partial()}; see {@link Builder#keepText}. */
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

    /** Collects the options of a call. Not safe for use by several threads at once. */
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
         * Sets a header, in place of all those of that name.
         *
         * @param value ASCII; treated as a secret, unless the header is one of those that describe content and client
         * @throws IllegalArgumentException if the name or the value has a character that HTTP forbids, if the value is
         *     not ASCII, or if the header is one that only the transport may set, such as {@code Content-Length}; the
         *     message does not show the value
         */
        public Builder header(String name, String value) {
            RequestHeaders.set(headers, name, value);
            return this;
        }

        /**
         * Sets a query parameter, in place of the one of that name.
         *
         * @param name not empty; encoded when it is sent, as the value is
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder queryParameter(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("The name of a query parameter is empty; give it one");
            }
            queryParameters.put(name, value);
            return this;
        }

        /**
         * Limits what this call may take its time for.
         *
         * @param limit positive
         * @throws IllegalArgumentException if it is not
         */
        public Builder timeout(Timeout timeout, Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new IllegalArgumentException(
                        "timeout " + timeout + " is " + limit + "; it must be positive, or noTimeout switches it off");
            }
            timeouts.put(timeout, limit);
            return this;
        }

        /** Switches a timeout off for this call. */
        public Builder noTimeout(Timeout timeout) {
            return timeout(timeout, ChronoUnit.FOREVER.getDuration());
        }

        /** Says something of the call to listeners and interceptors, in place of the tag of that name; it is not sent. */
        public Builder tag(String name, String value) {
            tags.put(name, value);
            return this;
        }

        /**
         * Limits how often the request is sent.
         *
         * @param maxAttempts 1 for no retries
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxAttempts(int maxAttempts) {
            if (maxAttempts < 1) {
                throw new IllegalArgumentException("maxAttempts is " + maxAttempts + "; 1 is the least");
            }
            this.maxAttempts = maxAttempts;
            return this;
        }

        /**
         * Sends the call to the server that others of the same affinity go to, if the client has several and that one
         * works: a server is faster with prompts whose beginning it has seen.
         *
         * @param affinity such as a session's id; not sent
         */
        public Builder affinity(String affinity) {
            this.affinity = affinity;
            return this;
        }

        /**
         * Limits the memory that this call's response may take. A response beyond it fails the call with a
         * {@link MalformedResponseException}.
         *
         * <p>Of a response that is not streamed, the bytes of the body count. Of a stream, what is kept until its end
         * counts, as an estimate: two bytes for each character of text, and log probabilities and properties by the size
         * of their objects; see {@link #keepText} for a stream that keeps nothing.
         *
         * @param maxResponseBytes positive; a body that is not streamed is limited to 2 GiB in any case
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxResponseBytes(long maxResponseBytes) {
            if (maxResponseBytes < 1) {
                throw new IllegalArgumentException("maxResponseBytes is " + maxResponseBytes + "; it must be positive");
            }
            this.maxResponseBytes = maxResponseBytes;
            return this;
        }

        /**
         * Sets whether a stream keeps what it has delivered. Default: true.
         *
         * <p>A stream that keeps no text takes the same memory however long it is. In return, the choices of
         * {@link CompletionsClientException#partial()}, and of the completion that listeners see, have their finish
         * reasons but empty texts, no log probabilities and no additional properties. Id, model and usage are there.
         *
         * <p>{@link CompletionStream#collect()} keeps what it collects regardless, and so does a response that is not
         * streamed.
         */
        public Builder keepText(boolean keepText) {
            this.keepsText = keepText;
            return this;
        }

        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
