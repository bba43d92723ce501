// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/** What the server sent is not the JSON that the endpoint's contract says; the message says where it departs. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }

    /** What a decoder threw that it should not throw whatever comes: a fault of this library. */
    public static MalformedJsonException unexpected(RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return new MalformedJsonException("This library could not decode it, which is a fault of the library: "
                + thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }
}
