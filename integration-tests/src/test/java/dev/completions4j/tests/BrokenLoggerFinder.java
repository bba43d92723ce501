// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logging library of which a part is missing. */
public final class BrokenLoggerFinder extends System.LoggerFinder {

    @Override
    public System.Logger getLogger(String name, Module module) {
        if (name.startsWith("dev.completions4j")) {
            throw new NoClassDefFoundError("org/example/LoggerFactory");
        }
        return new Silent(name);
    }

    /** Logs nothing. */
    private record Silent(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {}

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {}
    }
}
