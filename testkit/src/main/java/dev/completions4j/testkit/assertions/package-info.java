// SPDX-License-Identifier: Apache-2.0
/** AssertJ assertions for what the fakes receive. Requires AssertJ; the other packages do not. */
@NullMarked
package dev.completions4j.testkit.assertions;

import org.jspecify.annotations.NullMarked;
