// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Searches for secrets in exceptions. */
final class Secrets {

    private Secrets() {}

    /** Searches messages, causes and suppressed exceptions. */
    static void assertNotShown(String secret, List<Throwable> failures) {
        for (Throwable failure : failures) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(secret);
        }
    }
}
