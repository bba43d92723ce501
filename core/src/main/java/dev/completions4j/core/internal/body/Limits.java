// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

/** Fixed limits on buffered parts of a response, in bytes, in addition to a call's {@link ResponseLimits}. */
public final class Limits {

    /** Maximum size of an error's body. */
    public static final int ERROR_BODY = 64 * 1024;

    /** Maximum size of a server-sent event. */
    public static final int EVENT = 4 * 1024 * 1024;

    private Limits() {}
}
