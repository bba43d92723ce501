/** The last leg: chunks reach a subscriber at the pace it asks for. */
@NullMarked
package dev.completions4j.core.stream;

import org.jspecify.annotations.NullMarked;

