// SPDX-License-Identifier: Apache-2.0
/** Calls listeners, and logs calls. */
@NullMarked
package dev.completions4j.core.internal.observe;

import org.jspecify.annotations.NullMarked;
