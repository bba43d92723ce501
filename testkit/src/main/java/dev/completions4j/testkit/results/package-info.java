// SPDX-License-Identifier: Apache-2.0
/**
 * Creates results and failures of calls, for tests of code that receives them.
 *
 * <p>The records of results gain components as servers send more, so tests should create them here and not with
 * constructors.
 */
@NullMarked
package dev.completions4j.testkit.results;

import org.jspecify.annotations.NullMarked;
