// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * The log of all clients. Its methods never throw, since a logger is foreign code, and an exception from it must neither
 * fail a call nor keep it from ending.
 */
public final class Log {

    /** Null if the logging library cannot be loaded. */
    private static final System.@Nullable Logger LOGGER = find();

    private Log() {}

    private static System.@Nullable Logger find() {
        try {
            return System.getLogger("dev.completions4j");
        } catch (Throwable e) {
            return null;
        }
    }

    /** Returns whether entries of a level are logged. */
    public static boolean includes(System.Logger.Level level) {
        try {
            return LOGGER != null && LOGGER.isLoggable(level);
        } catch (Throwable e) {
            return false;
        }
    }

    /**
     * Logs a warning.
     *
     * @param message not used as a format, so it may contain braces
     */
    public static void warn(String message, @Nullable Throwable thrown) {
        if (LOGGER == null) {
            return;
        }
        try {
            LOGGER.log(System.Logger.Level.WARNING, message, thrown);
        } catch (Throwable e) {
            // There is no other way to report it.
        }
    }

    /**
     * Logs an entry.
     *
     * @param format refers to the parameters as {0}, {1}, …
     */
    public static void log(System.Logger.Level level, String format, Object... parameters) {
        if (LOGGER == null) {
            return;
        }
        try {
            LOGGER.log(level, format, parameters);
        } catch (Throwable e) {
            // There is no other way to report it.
        }
    }
}
