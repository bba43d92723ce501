// SPDX-License-Identifier: Apache-2.0
/** Settings from options, environment and a file. */
@NullMarked
package dev.completions4j.cli.config;

import org.jspecify.annotations.NullMarked;
