// SPDX-License-Identifier: Apache-2.0
/** One call from its start to its end: attempts, retries, timeouts, and the result. */
@NullMarked
package dev.completions4j.core.internal.call;

import org.jspecify.annotations.NullMarked;
