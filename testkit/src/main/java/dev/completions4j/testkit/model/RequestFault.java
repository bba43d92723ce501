// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import org.jspecify.annotations.Nullable;

/** A request that the endpoint refuses, in OpenAI's terms; {@link ErrorFormat} words the answer. */
final class RequestFault extends Exception {

    /** The code of a property whose type is wrong. */
    static final String INVALID_TYPE = "invalid_type";

    /** The code of a path or a method that the server does not know. */
    static final String ROUTE = "route";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;
    private final boolean late;

    /**
     * @param param the property at fault; null if it is none of them
     * @param code what programs tell errors apart by; null if there is none
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

    /** A request with a property that is not as it must be. */
    static RequestFault badRequest(String message, @Nullable String param, @Nullable String code) {
        return new RequestFault(400, message, param, code);
    }

    /** Returns this fault as one that the server finds after a stream has begun. */
    RequestFault late() {
        return new RequestFault(status, getMessage(), param, code, true);
    }

    /** Returns this fault without the property at fault. */
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
