// SPDX-License-Identifier: Apache-2.0
/** The command {@code batch}. */
@NullMarked
package dev.completions4j.cli.batch;

import org.jspecify.annotations.NullMarked;
