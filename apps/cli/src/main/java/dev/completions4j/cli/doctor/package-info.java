// SPDX-License-Identifier: Apache-2.0
/** The command {@code doctor}. */
@NullMarked
package dev.completions4j.cli.doctor;

import org.jspecify.annotations.NullMarked;
