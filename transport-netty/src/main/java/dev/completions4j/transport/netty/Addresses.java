// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.util.List;

/** Finds the addresses to connect to for a route. */
@FunctionalInterface
interface Addresses {

    /**
     * Finds addresses.
     *
     * @param eventLoop notifies the listeners of the future
     * @return at least one, in the order in which to try them
     */
    Future<List<SocketAddress>> find(Route route, EventLoop eventLoop);
}
