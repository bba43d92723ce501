// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Switches off the log of the library, and of what it uses. */
public final class Logs {

    /** Referenced, since the JDK forgets loggers that nobody holds, and their levels. */
    private static List<Logger> silenced = List.of();

    private Logs() {}

    /** Switches the log off, unless {@link QuietLoggerFinder} is in place. Idempotent. */
    public static synchronized void silence() {
        if (silenced.isEmpty() && !(System.LoggerFinder.getLoggerFinder() instanceof QuietLoggerFinder)) {
            silenced = List.of(Logger.getLogger("dev.completions4j"), Logger.getLogger("io.netty"));
            silenced.forEach(logger -> logger.setLevel(Level.OFF));
        }
    }
}
