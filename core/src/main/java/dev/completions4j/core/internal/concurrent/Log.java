// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * The log of all clients. Its methods never throw, since a logger is foreign code, and an exception from it must neither
 * fail a call nor keep it from ending.
 */
public final class Log {

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private Log() {}

    /** Returns whether entries of a level are logged. */
    public static boolean includes(System.Logger.Level level) {
        try {
            return LOGGER.isLoggable(level);
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
        try {
            LOGGER.log(level, format, parameters);
        } catch (Throwable e) {
            // There is no other way to report it.
        }
    }
}
