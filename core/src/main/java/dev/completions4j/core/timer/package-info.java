/** The clock that ends waits. */
@NullMarked
package dev.completions4j.core.timer;

import org.jspecify.annotations.NullMarked;
