// SPDX-License-Identifier: Apache-2.0
/** Validates requests and encodes them: addresses, headers, JSON. */
@NullMarked
package dev.completions4j.core.internal.request;

import org.jspecify.annotations.NullMarked;
