// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;

/** What a {@link LoopbackServer} does with each connection that it accepts. */
@FunctionalInterface
public interface ConnectionScript {

    /**
     * Serves one connection, on that connection's thread, which is interrupted when the server closes. The connection is
     * closed when this returns.
     *
     * <p>The two checked exceptions end the connection quietly, since a client may leave and the server may close at any
     * time. Any other fails the test, by way of {@link LoopbackServer#close}.
     */
    void serve(LoopbackConnection connection) throws IOException, InterruptedException;
}
