/** Warnings that recur. */
@NullMarked
package dev.completions4j.core.warning;

import org.jspecify.annotations.NullMarked;

