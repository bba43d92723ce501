// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import java.util.function.Supplier;

/**
 * Queries the event loops of Netty 4.2, one type for all I/O mechanisms. Netty 4.1 has a type for each mechanism
 * instead.
 */
final class IoEventLoops {

    private static final boolean PRESENT = arePresent();

    private IoEventLoops() {}

    /**
     * Returns whether an event loop of Netty 4.2 supports the given handles; false in Netty 4.1.
     *
     * @param handle the type of the handles, which is loaded only if Netty 4.2 is present
     */
    static boolean isDriver(EventLoop loop, Supplier<Class<? extends IoHandle>> handle) {
        return PRESENT && loop instanceof IoEventLoop ioLoop && ioLoop.isCompatible(handle.get());
    }

    private static boolean arePresent() {
        try {
            return IoEventLoop.class.isInterface();
        } catch (LinkageError netty41) {
            return false;
        }
    }
}
