/** Replaces keys and prompts in texts that others may read. */
@NullMarked
package dev.completions4j.core.masking;

import org.jspecify.annotations.NullMarked;

