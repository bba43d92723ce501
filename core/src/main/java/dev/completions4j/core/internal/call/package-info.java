// SPDX-License-Identifier: Apache-2.0
/** A call from its start to its result, and how its response is read. */
@NullMarked
package dev.completions4j.core.internal.call;

import org.jspecify.annotations.NullMarked;
