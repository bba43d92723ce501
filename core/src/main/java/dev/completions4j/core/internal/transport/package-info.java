// SPDX-License-Identifier: Apache-2.0
/** Finds and selects the transport. */
@NullMarked
package dev.completions4j.core.internal.transport;

import org.jspecify.annotations.NullMarked;
