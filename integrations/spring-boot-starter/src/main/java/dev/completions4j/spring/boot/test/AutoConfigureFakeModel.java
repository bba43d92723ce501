// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import dev.completions4j.testkit.model.FakeModel;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Connects all auto-configured clients of a test's application context to a {@link FakeModel}, without a network.
 *
 * <p>The model is the context's bean of type {@link FakeModel}, or else one with default settings. The bean
 * {@link FakeServer} has the requests of the current test method, and replies to them differently if the test says so.
 *
 * <p>Clients keep their other properties, except the proxy and the SSL bundle. {@code completions4j.base-url} need not be
 * set: clients without a base URL get one.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(FakeModelConfiguration.class)
public @interface AutoConfigureFakeModel {}
