/** Reading and writing JSON values, with limits for hostile input. */
@NullMarked
package dev.completions4j.core.json;

import org.jspecify.annotations.NullMarked;

