// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** The log of all runs. Never throws, since a logging library is foreign code, and a run must not end by it. */
final class Log {

    private Log() {}

    static void log(System.Logger.Level level, String message, Throwable thrown) {
        try {
            System.getLogger("dev.completions4j.batch").log(level, message, thrown);
        } catch (Throwable e) {
            // There is no other way to report it.
        }
    }
}
