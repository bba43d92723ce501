// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the library's log out of the build's, for tests whose hundreds of stack traces would tell a reader nothing. */
public final class QuietLog implements BeforeEachCallback, AfterEachCallback {

    private static final Logger LOGGER = Logger.getLogger("dev.completions4j");

    @Override
    public void beforeEach(ExtensionContext context) {
        LOGGER.setUseParentHandlers(false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LOGGER.setUseParentHandlers(true);
    }
}
