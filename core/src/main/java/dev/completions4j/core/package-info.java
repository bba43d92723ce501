/** The client itself: settings in, the parts below wired together. */
@NullMarked
package dev.completions4j.core;

import org.jspecify.annotations.NullMarked;

