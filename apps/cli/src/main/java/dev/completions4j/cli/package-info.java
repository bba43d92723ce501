// SPDX-License-Identifier: Apache-2.0
/** The program {@code completions}: its commands, and how arguments lead to them. */
@NullMarked
package dev.completions4j.cli;

import org.jspecify.annotations.NullMarked;
