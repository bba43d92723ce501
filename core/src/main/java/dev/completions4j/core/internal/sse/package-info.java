// SPDX-License-Identifier: Apache-2.0
/** Decodes server-sent events (WHATWG HTML, section 9.2). */
@NullMarked
package dev.completions4j.core.internal.sse;

import org.jspecify.annotations.NullMarked;
