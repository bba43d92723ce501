// SPDX-License-Identifier: Apache-2.0
/** API keys: constant, supplied, or provided and renewed. */
@NullMarked
package dev.completions4j.core.internal.credential;

import org.jspecify.annotations.NullMarked;
