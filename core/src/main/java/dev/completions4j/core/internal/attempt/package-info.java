// SPDX-License-Identifier: Apache-2.0
/** The attempts of a call: permits, retries, and the exchange with the server. */
@NullMarked
package dev.completions4j.core.internal.attempt;

import org.jspecify.annotations.NullMarked;
