// SPDX-License-Identifier: Apache-2.0
/** The command {@code complete}. */
@NullMarked
package dev.completions4j.cli.complete;

import org.jspecify.annotations.NullMarked;
