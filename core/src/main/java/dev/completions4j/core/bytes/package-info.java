/** Looking for bytes, eight at a time. */
@NullMarked
package dev.completions4j.core.bytes;

import org.jspecify.annotations.NullMarked;

