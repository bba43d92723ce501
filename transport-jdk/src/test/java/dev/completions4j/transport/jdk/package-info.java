// SPDX-License-Identifier: Apache-2.0
/** Tests of the JDK transport, over real sockets where they matter. */
@NullMarked
package dev.completions4j.transport.jdk;

import org.jspecify.annotations.NullMarked;
