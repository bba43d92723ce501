/** The attempts of a call: when and where its request is sent, with which key, and again after which failure. */
@NullMarked
package dev.completions4j.core.attempt;

import org.jspecify.annotations.NullMarked;

