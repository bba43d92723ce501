// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportException;
import java.time.Duration;

/** Classifies failures to connect to a server, or to the proxy before it. */
interface ReachFailures {

    /** Returns the failure of the name resolution. */
    TransportException resolving(Throwable cause);

    /** Returns the failure to connect to any of the addresses; the cause is that of the last one. */
    TransportException connecting(Throwable cause, Duration connectTimeout);

    /** Returns the failure of a connect timeout. */
    TransportException timeout(Duration connectTimeout);
}
