// SPDX-License-Identifier: Apache-2.0
/** Makes exceptions of failed responses, without secrets in their texts. */
@NullMarked
package dev.completions4j.core.internal.error;

import org.jspecify.annotations.NullMarked;
