// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Passes the library's log to a test instead of the console. */
final class LogRecorder extends Handler implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger = Logger.getLogger("dev.completions4j");
    private final Level level;
    private final Consumer<String> entries;

    /** @param entries receives each entry, formatted with its stack trace */
    LogRecorder(Level level, Consumer<String> entries) {
        this.level = level;
        this.entries = entries;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logger.setLevel(level);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @Override
    public void publish(LogRecord entry) {
        entries.accept(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
