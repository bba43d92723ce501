// SPDX-License-Identifier: Apache-2.0
/**
 * A fake model for tests of Spring Boot applications. Needs {@code completions4j-testkit} and {@code spring-test}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.spring.boot.test;

import org.jspecify.annotations.NullMarked;
