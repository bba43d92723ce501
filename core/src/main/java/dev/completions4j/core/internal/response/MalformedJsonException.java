// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/** Thrown when a response is not the expected JSON; the message describes the difference. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }

    /** Returns the exception for an unexpected exception of a decoder, which is a bug of this library. */
    public static MalformedJsonException unexpected(RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return new MalformedJsonException("This library could not decode it, which is a bug in the library: "
                + thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }
}
