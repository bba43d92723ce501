// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.log;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Drops what the library logs: the program reports failures itself, and a logging framework would delay its start.
 *
 * <p>The runnable jar registers it. Elsewhere it has no effect, and {@link Logs} does the same to the JDK's logging.
 */
public final class QuietLoggerFinder extends System.LoggerFinder {

    private static final System.Logger QUIET = new Quiet();

    /** Called by the JVM. */
    public QuietLoggerFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return QUIET;
    }

    private static final class Quiet implements System.Logger {

        @Override
        public String getName() {
            return "quiet";
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {}

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... params) {}
    }
}
