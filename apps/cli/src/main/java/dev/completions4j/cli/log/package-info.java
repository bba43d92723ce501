// SPDX-License-Identifier: Apache-2.0
/** Keeps the library's log out of the program's output. */
@NullMarked
package dev.completions4j.cli.log;

import org.jspecify.annotations.NullMarked;
