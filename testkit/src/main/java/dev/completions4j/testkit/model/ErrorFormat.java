// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The format of errors in a dialect.
 *
 * @param types the error types
 * @param properties the properties of an error
 * @param code the content of the property {@code code}
 * @param absentParam the content of the property {@code param} if no property caused the error
 * @param shape the location of the properties
 * @param quirk how the server deviates for particular errors
 */
record ErrorFormat(
        Types types,
        Properties properties,
        Code code,
        @Nullable String absentParam,
        Shape shape,
        Quirk quirk) {

    private static final int UNPROCESSABLE = 422;

    static final ErrorFormat OPENAI = of(Types.OPENAI, Properties.PLAIN, Code.NAME);

    static ErrorFormat of(Types types, Properties properties, Code code) {
        return new ErrorFormat(types, properties, code, null, Shape.NESTED, Quirk.NONE);
    }

    ErrorFormat withAbsentParam(String absentParam) {
        return new ErrorFormat(types, properties, code, absentParam, shape, quirk);
    }

    ErrorFormat shaped(Shape shape) {
        return new ErrorFormat(types, properties, code, absentParam, shape, quirk);
    }

    ErrorFormat with(Quirk quirk) {
        return new ErrorFormat(types, properties, code, absentParam, shape, quirk);
    }

    /** Returns whether a stream begins before its request is completely validated. */
    boolean reportsErrorsInStreams() {
        return quirk == Quirk.FAST_API;
    }

    RequestFault unknownPath(String method, String path) {
        String place = "(" + method + " " + path + ")";
        if (quirk == Quirk.FAST_API) {
            return !method.equals("POST") && path.endsWith("/completions")
                    ? new RequestFault(405, "Method Not Allowed", null, RequestFault.ROUTE)
                    : new RequestFault(404, "Not Found", null, RequestFault.ROUTE);
        }
        return quirk == Quirk.SUCCESS_FOR_WRONG_PATH
                ? new RequestFault(200, "Unexpected endpoint or method. " + place, null, null)
                : new RequestFault(404, "Invalid URL " + place, null, null);
    }

    ErrorReply reply(RequestFault fault) {
        if (quirk != Quirk.UNPROCESSABLE) {
            return ErrorReply.json(fault.status(), body(fault));
        }
        if (RequestFault.INVALID_TYPE.equals(fault.code())) {
            return new ErrorReply(
                    UNPROCESSABLE,
                    "text/plain; charset=utf-8",
                    "Failed to deserialize the JSON body into the target type: " + fault.getMessage());
        }
        return ErrorReply.json(fault.status() == 400 ? UNPROCESSABLE : fault.status(), body(fault));
    }

    JsonNode body(RequestFault fault) {
        ObjectNode body = new ObjectNode();
        if (quirk == Quirk.FAST_API && fault.status() == 401) {
            return body.put("error", "Unauthorized");
        }
        if (quirk == Quirk.FAST_API && RequestFault.ROUTE.equals(fault.code())) {
            return body.put("detail", fault.getMessage());
        }
        return switch (shape) {
            case NESTED -> body.set("error", error(fault));
            case FLAT -> error(fault);
            case TEXT -> body.put("error", fault.getMessage());
            case TEXT_AND_TYPE -> body.put("error", fault.getMessage()).put("error_type", types.of(fault.status()));
        };
    }

    /** Returns the properties of an error, without the surrounding objects. */
    ObjectNode error(RequestFault fault) {
        ObjectNode error = new ObjectNode();
        if (properties == Properties.CODE_FIRST) {
            code.addTo(error, fault);
            return error.put("message", fault.getMessage()).put("type", types.of(fault.status()));
        }
        error.put("message", fault.getMessage());
        boolean foundBySchema = quirk == Quirk.FAST_API && RequestFault.INVALID_TYPE.equals(fault.code());
        error.put("type", foundBySchema ? "Bad Request" : types.of(fault.status()));
        String param = fault.param() == null ? absentParam : fault.param();
        error.put("param", foundBySchema ? (param == null ? "body" : "body." + param) : param);
        code.addTo(error, fault);
        if (properties == Properties.INNER_ERROR) {
            error.putObject("innererror").put("code", fault.code());
        } else if (properties == Properties.OBJECT) {
            error.put("object", "error");
        }
        return error;
    }

    /**
     * The error types.
     *
     * @param unauthorized for status 401
     * @param notFound for status 404
     * @param rejected for other rejected requests
     * @param failed for statuses from 500
     */
    record Types(String unauthorized, String notFound, String rejected, String failed) {

        static final Types OPENAI =
                new Types("invalid_request_error", "invalid_request_error", "invalid_request_error", "server_error");

        /** The types of servers in Python, which are names of exceptions. */
        static final Types PYTHON =
                new Types("AuthenticationError", "NotFoundError", "BadRequestError", "InternalServerError");

        String of(int status) {
            return switch (status) {
                case 401 -> unauthorized;
                case 404 -> notFound;
                default -> status >= 500 ? failed : rejected;
            };
        }
    }

    /** The properties of an error. */
    enum Properties {
        /** Message, type, param and code. */
        PLAIN,
        /** The plain properties, and an inner error. */
        INNER_ERROR,
        /** The plain properties, and {@code "object": "error"}. */
        OBJECT,
        /** Code, message and type. */
        CODE_FIRST
    }

    /** The content of the property {@code code}. */
    enum Code {
        NAME,
        STATUS,
        STATUS_AS_TEXT,
        NONE;

        private void addTo(ObjectNode error, RequestFault fault) {
            switch (this) {
                case NAME -> error.put("code", fault.code());
                case STATUS -> error.put("code", fault.status());
                case STATUS_AS_TEXT -> error.put("code", Integer.toString(fault.status()));
                case NONE -> error.putNull("code");
            }
        }
    }

    /** The location of the properties of an error. */
    enum Shape {
        /** In an object within the body. */
        NESTED,
        /** In the body itself. */
        FLAT,
        /** None: the body has a string. */
        TEXT,
        /** Only the type: the body has a string and the type. */
        TEXT_AND_TYPE
    }

    /** How a server deviates for particular errors. */
    enum Quirk {
        NONE,
        /**
         * Missing keys and unknown paths are rejected before the server's own error handling, and violations of the
         * schema are reported with their location.
         */
        FAST_API,
        /** Bad requests have status 422, and errors of the JSON parser are plain text. */
        UNPROCESSABLE,
        SUCCESS_FOR_WRONG_PATH
    }
}
