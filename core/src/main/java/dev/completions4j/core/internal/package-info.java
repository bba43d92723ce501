// SPDX-License-Identifier: Apache-2.0
/** Builds a client and wires its parts: settings, plug-ins, interceptors, shutdown. */
@NullMarked
package dev.completions4j.core.internal;

import org.jspecify.annotations.NullMarked;
