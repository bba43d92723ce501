/** The first leg: a completion request becomes an HTTP request. */
@NullMarked
package dev.completions4j.core.request;

import org.jspecify.annotations.NullMarked;

