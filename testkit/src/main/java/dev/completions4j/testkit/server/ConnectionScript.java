// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;

/** The behavior of a {@link LoopbackServer} on each connection that it accepts. */
@FunctionalInterface
public interface ConnectionScript {

    /**
     * Serves one connection on its own thread, which is interrupted when the server closes. The connection is closed
     * when this method returns.
     *
     * <p>The checked exceptions end the connection silently, because clients may disconnect and the server may close at
     * any time. Any other exception fails the test when {@link LoopbackServer#close} is called.
     *
     * @param connection the connection
     */
    void serve(LoopbackConnection connection) throws IOException, InterruptedException;
}
