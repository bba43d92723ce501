// SPDX-License-Identifier: Apache-2.0
/** Streamed calls: decoding on demand, backpressure, and the views of a stream. */
@NullMarked
package dev.completions4j.core.internal.stream;

import org.jspecify.annotations.NullMarked;
