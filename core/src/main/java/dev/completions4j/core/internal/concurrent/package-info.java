// SPDX-License-Identifier: Apache-2.0
/** Threads, callbacks, time and warnings, and the containment of code that the client does not own. */
@NullMarked
package dev.completions4j.core.internal.concurrent;

import org.jspecify.annotations.NullMarked;
