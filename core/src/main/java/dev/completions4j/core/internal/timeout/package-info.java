// SPDX-License-Identifier: Apache-2.0
/** The timeouts of a call. */
@NullMarked
package dev.completions4j.core.internal.timeout;

import org.jspecify.annotations.NullMarked;
