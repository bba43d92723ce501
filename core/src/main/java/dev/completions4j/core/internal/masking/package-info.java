// SPDX-License-Identifier: Apache-2.0
/** Masks keys, other secrets and prompts in texts. */
@NullMarked
package dev.completions4j.core.internal.masking;

import org.jspecify.annotations.NullMarked;
