// SPDX-License-Identifier: Apache-2.0
/**
 * Stands in for the model: {@link dev.completions4j.testkit.model.FakeModel} says what the test wants, and answers as the
 * server of its {@link dev.completions4j.testkit.model.Dialect} does.
 */
@NullMarked
package dev.completions4j.testkit.model;

import org.jspecify.annotations.NullMarked;
