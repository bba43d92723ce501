package dev.completions4j;

import dev.completions4j.transport.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one call sends besides its request: headers and query parameters, in place of the client's of the same names.
 *
 * <p>Immutable. {@code toString} shows names only, since values may be secret.
 */
public final class CallOptions {

    private static final CallOptions NONE = builder().build();

    private final HttpHeaders headers;
    private final Map<String, String> queryParameters;

    private CallOptions(HttpHeaders headers, Map<String, String> queryParameters) {
        this.headers = headers;
        this.queryParameters = Copies.of(queryParameters);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions that
                && headers.equals(that.headers)
                && queryParameters.equals(that.queryParameters);
    }

    @Override
    public int hashCode() {
        return 31 * headers.hashCode() + queryParameters.hashCode();
    }

    @Override
    public String toString() {
        return "CallOptions[headers=" + headers + ", queryParameters=" + queryParameters.keySet() + "]";
    }

    /** Collects the options of a call. Not safe for use by several threads at once. */
    public static final class Builder {

        private final HttpHeaders.Builder headers = HttpHeaders.builder();
        private final Map<String, String> queryParameters = new LinkedHashMap<>();

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

        public CallOptions build() {
            return new CallOptions(headers.build(), queryParameters);
        }
    }
}
