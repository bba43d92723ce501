// SPDX-License-Identifier: Apache-2.0
/** Exceptions for failed responses, with messages that contain no secrets. */
@NullMarked
package dev.completions4j.core.internal.error;

import org.jspecify.annotations.NullMarked;
