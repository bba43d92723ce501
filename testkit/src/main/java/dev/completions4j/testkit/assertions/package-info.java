// SPDX-License-Identifier: Apache-2.0
/** AssertJ assertions on what the fakes received. Needs AssertJ, which the rest of the testkit does not. */
@NullMarked
package dev.completions4j.testkit.assertions;

import org.jspecify.annotations.NullMarked;
