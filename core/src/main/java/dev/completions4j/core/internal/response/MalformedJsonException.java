// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;

/** Thrown when a response is not the expected JSON; the message describes the difference. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }

    /** Returns the exception for a parser's. At a syntax error, its message quotes the text, which may be a completion. */
    static MalformedJsonException of(JacksonException thrown) {
        if (thrown instanceof InputCoercionException) {
            return new MalformedJsonException("It has a number that cannot be read: " + thrown.getOriginalMessage());
        }
        if (thrown instanceof StreamConstraintsException) {
            return new MalformedJsonException("It is not valid JSON: " + thrown.getOriginalMessage());
        }
        return new MalformedJsonException("It is not valid JSON: a syntax error" + Json.place(thrown.getLocation()));
    }

    /** Returns the exception for an unexpected exception of a decoder, which is a bug of this library. */
    public static MalformedJsonException unexpected(RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return new MalformedJsonException("This library could not decode it, which is a bug in the library: "
                + thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }
}
