// SPDX-License-Identifier: Apache-2.0
/** A transport over Jetty 12, as an example: see docs/write-your-own-transport.md. */
@NullMarked
package dev.completions4j.examples.transport;

import org.jspecify.annotations.NullMarked;
