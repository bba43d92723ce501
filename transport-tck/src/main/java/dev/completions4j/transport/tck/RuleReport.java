// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Adds the violated rule to the failure of a test. */
final class RuleReport implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (thrown instanceof TestAbortedException) {
            throw thrown;
        }
        throw new AssertionError(
                "The transport violates rule " + context.getDisplayName() + System.lineSeparator() + "Failure: "
                        + thrown,
                thrown);
    }
}
