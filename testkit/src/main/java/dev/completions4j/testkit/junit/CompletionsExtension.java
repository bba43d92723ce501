// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.junit;

import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeTransport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit extension that provides each test with a client, its {@link FakeTransport} and their {@link ManualTime}, and
 * verifies them after the test.
 *
 * <p>Register it on a class with {@code @ExtendWith}. It requires {@code completions4j-core} on the class path.
 *
 * <p>Parameters of test methods and of {@code @BeforeEach} and {@code @AfterEach} methods may have the type
 * {@code CompletionsClient}, {@code CompletionsClient.Builder} (for a client with other settings, which the test
 * closes), {@code FakeTransport} or {@code ManualTime}. Fields of these types that are neither static nor final are set
 * before each test. The client has the base URL {@code http://localhost/v1} and no API key, and its executor runs
 * callbacks on the calling thread.
 *
 * <p>A test fails, after its own {@code @AfterEach} methods, if {@link FakeTransport#verify} fails, if an exchange is
 * still open, or if a thread of this library that was started during the test does not end with the client. Threads that
 * resolve host names are not checked, because all transports share them. If JUnit's parallel execution is enabled, no
 * threads are checked, because the test that started a thread is unknown.
 */
public final class CompletionsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(CompletionsExtension.class);

    /** Constructor for JUnit. */
    public CompletionsExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        Fixture fixture = new Fixture();
        context.getStore(NAMESPACE).put(Fixture.class, fixture);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            FixtureFields.set(instance, fixture);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Fixture fixture = fixture(context);
        fixture.close();
        fixture.verify();
        if (!isParallel(context)) {
            fixture.verifyThreads();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getTestMethod().isPresent()
                && Fixture.TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return fixture(context).get(parameter.getParameter().getType());
    }

    /** A test's own execution mode does not reveal whether other classes run concurrently. */
    private static boolean isParallel(ExtensionContext context) {
        return context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled", Boolean::valueOf)
                .orElse(false);
    }

    private static Fixture fixture(ExtensionContext context) {
        Fixture fixture = context.getStore(NAMESPACE).get(Fixture.class, Fixture.class);
        if (fixture == null) {
            throw new IllegalStateException("The extension was not called before the test; register it on the class");
        }
        return fixture;
    }
}
