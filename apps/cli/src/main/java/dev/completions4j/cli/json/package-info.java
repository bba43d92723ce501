// SPDX-License-Identifier: Apache-2.0
/** JSON, one value a line. */
@NullMarked
package dev.completions4j.cli.json;

import org.jspecify.annotations.NullMarked;
