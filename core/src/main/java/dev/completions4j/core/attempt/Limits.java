package dev.completions4j.core.attempt;

/** How much of a response is kept in memory, in bytes. */
public final class Limits {

    /** A body that is one JSON value. */
    public static final int JSON_BODY = 64 * 1024 * 1024;

    /** The body of an error. */
    public static final int ERROR_BODY = 64 * 1024;

    /** One server-sent event. */
    public static final int EVENT = 4 * 1024 * 1024;

    private Limits() {}
}
