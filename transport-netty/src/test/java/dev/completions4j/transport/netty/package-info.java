// SPDX-License-Identifier: Apache-2.0
/** Tests of the Netty transport, over real sockets. */
@NullMarked
package dev.completions4j.transport.netty;

import org.jspecify.annotations.NullMarked;
