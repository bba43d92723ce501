// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How a server words errors.
 *
 * @param types the names of kinds of errors
 * @param properties what an error tells
 * @param code what it tells as its code
 * @param absentParam what it tells as the property at fault if there is none
 * @param shape where the properties stand
 * @param habit what it does differently with single errors
 */
record ErrorFormat(
        Types types,
        Properties properties,
        Code code,
        @Nullable String absentParam,
        Shape shape,
        Habit habit) {

    private static final int UNPROCESSABLE = 422;

    static final ErrorFormat OPENAI = of(Types.OPENAI, Properties.PLAIN, Code.NAME);

    static ErrorFormat of(Types types, Properties properties, Code code) {
        return new ErrorFormat(types, properties, code, null, Shape.NESTED, Habit.NONE);
    }

    ErrorFormat withAbsentParam(String absentParam) {
        return new ErrorFormat(types, properties, code, absentParam, shape, habit);
    }

    ErrorFormat shaped(Shape shape) {
        return new ErrorFormat(types, properties, code, absentParam, shape, habit);
    }

    ErrorFormat with(Habit habit) {
        return new ErrorFormat(types, properties, code, absentParam, shape, habit);
    }

    /** Whether a stream begins before all of its request is checked. */
    boolean goesIntoStreams() {
        return habit == Habit.FAST_API;
    }

    RequestFault unknownPath(String method, String path) {
        String place = "(" + method + " " + path + ")";
        if (habit == Habit.FAST_API) {
            return !method.equals("POST") && path.endsWith("/completions")
                    ? new RequestFault(405, "Method Not Allowed", null, RequestFault.ROUTE)
                    : new RequestFault(404, "Not Found", null, RequestFault.ROUTE);
        }
        return habit == Habit.SUCCESS_FOR_WRONG_PATH
                ? new RequestFault(200, "Unexpected endpoint or method. " + place, null, null)
                : new RequestFault(404, "Invalid URL " + place, null, null);
    }

    ErrorReply reply(RequestFault fault) {
        if (habit != Habit.UNPROCESSABLE) {
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
        if (habit == Habit.FAST_API && fault.status() == 401) {
            return body.put("error", "Unauthorized");
        }
        if (habit == Habit.FAST_API && RequestFault.ROUTE.equals(fault.code())) {
            return body.put("detail", fault.getMessage());
        }
        return switch (shape) {
            case NESTED -> body.set("error", error(fault));
            case FLAT -> error(fault);
            case TEXT -> body.put("error", fault.getMessage());
            case TEXT_AND_TYPE -> body.put("error", fault.getMessage()).put("error_type", types.of(fault.status()));
        };
    }

    /** The properties of an error, wherever they stand. */
    ObjectNode error(RequestFault fault) {
        ObjectNode error = new ObjectNode();
        if (properties == Properties.CODE_FIRST) {
            code.addTo(error, fault);
            return error.put("message", fault.getMessage()).put("type", types.of(fault.status()));
        }
        error.put("message", fault.getMessage());
        boolean foundBySchema = habit == Habit.FAST_API && RequestFault.INVALID_TYPE.equals(fault.code());
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
     * The names of kinds of errors.
     *
     * @param unauthorized of status 401
     * @param notFound of status 404
     * @param refused of other requests that are refused
     * @param failed of statuses from 500 on
     */
    record Types(String unauthorized, String notFound, String refused, String failed) {

        static final Types OPENAI =
                new Types("invalid_request_error", "invalid_request_error", "invalid_request_error", "server_error");

        /** Those of servers in Python, which are named after exceptions. */
        static final Types PYTHON =
                new Types("AuthenticationError", "NotFoundError", "BadRequestError", "InternalServerError");

        String of(int status) {
            return switch (status) {
                case 401 -> unauthorized;
                case 404 -> notFound;
                default -> status >= 500 ? failed : refused;
            };
        }
    }

    /** What an error tells. */
    enum Properties {
        /** Message, type, param and code. */
        PLAIN,
        /** These, and an inner error. */
        INNER_ERROR,
        /** These, and that it is an error. */
        OBJECT,
        /** Code, message and type. */
        CODE_FIRST
    }

    /** What an error tells as its code. */
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

    /** Where the properties of an error stand. */
    enum Shape {
        /** In an object inside the body. */
        NESTED,
        /** In the body itself. */
        FLAT,
        /** Nowhere: the body has a text. */
        TEXT,
        /** Nowhere but for the type, beside a text. */
        TEXT_AND_TYPE
    }

    /** What a server does differently with single errors. */
    enum Habit {
        NONE,
        /**
         * A missing key and an unknown path are refused before the server's own handling of errors, and what breaks the
         * schema is reported by place.
         */
        FAST_API,
        /** Bad requests have status 422, and what the JSON parser refuses is reported as plain text. */
        UNPROCESSABLE,
        SUCCESS_FOR_WRONG_PATH
    }
}
