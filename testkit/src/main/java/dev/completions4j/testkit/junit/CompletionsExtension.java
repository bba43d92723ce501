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
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Gives each test a client, the {@link FakeTransport} below it and the {@link ManualTime} that both go by, and checks
 * what is left of them after it.
 *
 * <p>To be registered on a class with JUnit's {@code @ExtendWith}.
 *
 * <p>Parameters of test methods, and of methods with {@code @BeforeEach} and {@code @AfterEach}, can be a
 * {@code CompletionsClient}, a {@code CompletionsClient.Builder} for a client with other settings, which the test closes,
 * a {@code FakeTransport} and a {@code ManualTime}; so can fields that are neither static nor final, which are set before
 * each test. The client's base URL is {@code http://localhost/v1}; it has no key, and calls back on the thread at hand.
 * It needs {@code completions4j-core} on the class path.
 *
 * <p>A test fails, after its own {@code @AfterEach}, if the script was not kept to ({@link FakeTransport#verify}), if an
 * exchange is still open, or if a thread of this library has been started that does not end with the client; the last is
 * not looked at in tests that run in parallel, where nobody knows whose a thread is.
 */
public final class CompletionsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(CompletionsExtension.class);

    /** Called by JUnit. */
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
        boolean alone = context.getExecutionMode() == ExecutionMode.SAME_THREAD;
        fixture.close();
        fixture.verify();
        if (alone) {
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

    private static Fixture fixture(ExtensionContext context) {
        Fixture fixture = context.getStore(NAMESPACE).get(Fixture.class, Fixture.class);
        if (fixture == null) {
            throw new IllegalStateException("The extension was not asked before the test; register it on the class");
        }
        return fixture;
    }
}
