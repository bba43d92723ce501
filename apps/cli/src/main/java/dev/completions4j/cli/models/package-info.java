// SPDX-License-Identifier: Apache-2.0
/** The command {@code models}. */
@NullMarked
package dev.completions4j.cli.models;

import org.jspecify.annotations.NullMarked;
