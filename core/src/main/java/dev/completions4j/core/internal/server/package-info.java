// SPDX-License-Identifier: Apache-2.0
/** The servers of a client: load balancing, outlier detection, pauses, pacing, retry budgets. */
@NullMarked
package dev.completions4j.core.internal.server;

import org.jspecify.annotations.NullMarked;
