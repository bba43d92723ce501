/** The third leg: bytes become server-sent events. */
@NullMarked
package dev.completions4j.core.sse;

import org.jspecify.annotations.NullMarked;

