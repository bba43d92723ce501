/** The second leg: an exchange with the server, its future, and the answer as a whole. */
@NullMarked
package dev.completions4j.core.call;

import org.jspecify.annotations.NullMarked;

