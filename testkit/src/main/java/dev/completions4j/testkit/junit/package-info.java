// SPDX-License-Identifier: Apache-2.0
/** A JUnit extension that provides tests with a client and its fakes. Requires JUnit; the other packages do not. */
@NullMarked
package dev.completions4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
