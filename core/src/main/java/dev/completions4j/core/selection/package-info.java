/** The choice of the transport among those that are there. */
@NullMarked
package dev.completions4j.core.selection;

import org.jspecify.annotations.NullMarked;

