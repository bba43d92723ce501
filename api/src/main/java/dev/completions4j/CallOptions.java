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
 * What holds for one call in place of the client's settings: headers and query parameters of the same names, and
 * deadlines.
 *
 * <p>Immutable. {@code toString} shows names only, since values may be secret.
 */
public final class CallOptions {

    private static final CallOptions NONE = builder().build();

    private final HttpHeaders headers;
    private final Map<String, String> queryParameters;
    private final Map<Deadline, Duration> deadlines;

    private CallOptions(Builder builder) {
        headers = builder.headers.build();
        queryParameters = Copies.of(builder.queryParameters);
        deadlines = Copies.of(builder.deadlines);
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
        builder.deadlines.putAll(deadlines);
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

    /** The limits of the deadlines that are set here; one that is switched off has {@link ChronoUnit#FOREVER}'s. */
    public Map<Deadline, Duration> deadlines() {
        return deadlines;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions that
                && headers.equals(that.headers)
                && queryParameters.equals(that.queryParameters)
                && deadlines.equals(that.deadlines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(headers, queryParameters, deadlines);
    }

    @Override
    public String toString() {
        return "CallOptions[headers=" + headers + ", queryParameters=" + queryParameters.keySet() + ", deadlines="
                + deadlines + "]";
    }

    /** Collects the options of a call. Not safe for use by several threads at once. */
    public static final class Builder {

        private final HttpHeaders.Builder headers = HttpHeaders.builder();
        private final Map<String, String> queryParameters = new LinkedHashMap<>();
        private final Map<Deadline, Duration> deadlines = new EnumMap<>(Deadline.class);

        private Builder() {}

        /**
         * Sets a header, in place of all those of that name.
         *
         * @param value ASCII
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
        public Builder deadline(Deadline deadline, Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new IllegalArgumentException("deadline " + deadline + " is " + limit
                        + "; it must be positive, or noDeadline switches it off");
            }
            deadlines.put(deadline, limit);
            return this;
        }

        /** Switches a deadline off for this call. */
        public Builder noDeadline(Deadline deadline) {
            return deadline(deadline, ChronoUnit.FOREVER.getDuration());
        }

        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
