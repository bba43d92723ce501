/** A program that streams a completion to the terminal. */
@NullMarked
package dev.completions4j.examples;

import org.jspecify.annotations.NullMarked;

