// SPDX-License-Identifier: Apache-2.0
/** The command {@code fake}. */
@NullMarked
package dev.completions4j.cli.fake;

import org.jspecify.annotations.NullMarked;
