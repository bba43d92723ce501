// SPDX-License-Identifier: Apache-2.0
/** Bodies of responses: buffers, limits, content codings, and their log. */
@NullMarked
package dev.completions4j.core.internal.body;

import org.jspecify.annotations.NullMarked;
