// SPDX-License-Identifier: Apache-2.0
/**
 * Observation and interception of calls: listeners, interceptors, and the data they receive.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.observe;

import org.jspecify.annotations.NullMarked;
