// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import org.jspecify.annotations.Nullable;

/** Thrown if the endpoint rejects a request, in OpenAI's terms; {@link ErrorFormat} formats the response. */
final class RequestFault extends Exception {

    /** The code for a property of the wrong type. */
    static final String INVALID_TYPE = "invalid_type";

    /** The code for a path or method that the server does not support. */
    static final String ROUTE = "route";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;
    private final boolean late;

    /**
     * @param param the property that caused the error; null if none did
     * @param code the error code; null if there is none
     */
    RequestFault(int status, String message, @Nullable String param, @Nullable String code) {
        this(status, message, param, code, false);
    }

    private RequestFault(
            int status, @Nullable String message, @Nullable String param, @Nullable String code, boolean late) {
        super(message);
        this.late = late;
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** Returns a fault for an invalid property. */
    static RequestFault badRequest(String message, @Nullable String param, @Nullable String code) {
        return new RequestFault(400, message, param, code);
    }

    /** Returns this fault as one that the server detects after a stream has begun. */
    RequestFault late() {
        return new RequestFault(status, getMessage(), param, code, true);
    }

    /** Returns this fault without the property that caused it. */
    RequestFault withoutParam() {
        return new RequestFault(status, getMessage(), null, code, late);
    }

    boolean isLate() {
        return late;
    }

    int status() {
        return status;
    }

    @Nullable String param() {
        return param;
    }

    @Nullable String code() {
        return code;
    }
}
