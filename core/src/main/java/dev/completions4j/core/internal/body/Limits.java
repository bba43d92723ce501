// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

/** How much of a response is kept in memory, in bytes, whatever its call's own {@link ResponseLimits}. */
public final class Limits {

    /** The body of an error. */
    public static final int ERROR_BODY = 64 * 1024;

    /** One server-sent event. */
    public static final int EVENT = 4 * 1024 * 1024;

    private Limits() {}
}
