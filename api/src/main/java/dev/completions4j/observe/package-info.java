// SPDX-License-Identifier: Apache-2.0
/** Observes and intercepts calls: listeners, interceptors, and what they learn of a call. */
@NullMarked
package dev.completions4j.observe;

import org.jspecify.annotations.NullMarked;
