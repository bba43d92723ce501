/** Whether a call is sent again. */
@NullMarked
package dev.completions4j.core.retry;

import org.jspecify.annotations.NullMarked;

