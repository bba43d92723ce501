// SPDX-License-Identifier: Apache-2.0
/** Failures in one sentence, and exit statuses. */
@NullMarked
package dev.completions4j.cli.failure;

import org.jspecify.annotations.NullMarked;
