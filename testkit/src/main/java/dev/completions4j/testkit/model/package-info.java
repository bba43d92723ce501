// SPDX-License-Identifier: Apache-2.0
/**
 * A fake of the model: {@link dev.completions4j.testkit.model.FakeModel} generates the text that the test specifies,
 * and responds like the server of its {@link dev.completions4j.testkit.model.Dialect}.
 */
@NullMarked
package dev.completions4j.testkit.model;

import org.jspecify.annotations.NullMarked;
