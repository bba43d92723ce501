// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Suppresses the library's log in tests that would log hundreds of stack traces. */
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
