// SPDX-License-Identifier: Apache-2.0
/** Decodes responses: chunks, completions, model lists, errors, and the accumulation of chunks. */
@NullMarked
package dev.completions4j.core.internal.response;

import org.jspecify.annotations.NullMarked;
