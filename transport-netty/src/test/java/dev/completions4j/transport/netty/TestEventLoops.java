// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoopGroup;

/** Event loops for tests, which run with Netty 4.1 too. */
final class TestEventLoops {

    private TestEventLoops() {}

    /** Loops for NIO, on daemon threads. */
    static EventLoopGroup nio(int threads) {
        return Io.NIO.eventLoops().create(threads, new EventLoopThreads("completions4j-test-"));
    }
}
