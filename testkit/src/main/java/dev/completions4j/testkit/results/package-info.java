// SPDX-License-Identifier: Apache-2.0
/**
 * Results and failures as a client gives them, for tests of code that is handed them.
 *
 * <p>Their records get further components as servers learn to send more, so tests make them here and not by constructors.
 */
@NullMarked
package dev.completions4j.testkit.results;

import org.jspecify.annotations.NullMarked;
