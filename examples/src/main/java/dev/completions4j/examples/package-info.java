// SPDX-License-Identifier: Apache-2.0
/** The code of README and guides, which is all in the tests. */
@NullMarked
package dev.completions4j.examples;

import org.jspecify.annotations.NullMarked;
