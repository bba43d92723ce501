/** The fourth leg: JSON becomes completions, chunks and errors, and chunks become a completion again. */
@NullMarked
package dev.completions4j.core.chunk;

import org.jspecify.annotations.NullMarked;

