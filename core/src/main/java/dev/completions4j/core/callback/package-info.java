/** Where callers' code runs, and how long it takes. */
@NullMarked
package dev.completions4j.core.callback;

import org.jspecify.annotations.NullMarked;

