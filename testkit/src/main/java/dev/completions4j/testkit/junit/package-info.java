// SPDX-License-Identifier: Apache-2.0
/** A JUnit extension that gives tests a client with its fakes. Needs JUnit, which the rest of the testkit does not. */
@NullMarked
package dev.completions4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
