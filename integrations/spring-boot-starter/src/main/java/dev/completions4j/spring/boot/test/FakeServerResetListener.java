// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Resets the fake server before each test method. */
final class FakeServerResetListener implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        // Looked for first: without the annotation, the testkit may be missing.
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), AutoConfigureFakeModel.class)) {
            test.getApplicationContext().getBean(FakeServer.class).reset();
        }
    }
}
