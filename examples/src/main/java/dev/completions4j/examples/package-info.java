// SPDX-License-Identifier: Apache-2.0
/** A program that streams a completion to the terminal. */
@NullMarked
package dev.completions4j.examples;

import org.jspecify.annotations.NullMarked;
