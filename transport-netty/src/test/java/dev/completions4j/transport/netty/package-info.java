/** Tests of the Netty transport, over real sockets. */
@NullMarked
package dev.completions4j.transport.netty;

import org.jspecify.annotations.NullMarked;

