// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Says of a failed test which rule it is that the transport breaks. */
final class RuleReport implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (thrown instanceof TestAbortedException) {
            throw thrown;
        }
        throw new AssertionError(
                "The transport breaks rule " + context.getDisplayName() + System.lineSeparator() + "What happened: "
                        + thrown,
                thrown);
    }
}
