/** Keys, and what must not be shown. */
@NullMarked
package dev.completions4j.core.credential;

import org.jspecify.annotations.NullMarked;

