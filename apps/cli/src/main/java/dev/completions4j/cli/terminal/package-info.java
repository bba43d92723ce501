// SPDX-License-Identifier: Apache-2.0
/** Output to terminals, pipes and logs: widths, colors, tables, status lines. */
@NullMarked
package dev.completions4j.cli.terminal;

import org.jspecify.annotations.NullMarked;
