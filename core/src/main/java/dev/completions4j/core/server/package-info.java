/** The servers of a client: which one takes a call, and when. */
@NullMarked
package dev.completions4j.core.server;

import org.jspecify.annotations.NullMarked;

