// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportException;
import java.time.Duration;

/** Says what went wrong on the way to where a connection begins: the server, or a proxy before it. */
interface ReachFailures {

    /** Its name could not be resolved. */
    TransportException resolving(Throwable cause);

    /** None of its addresses took a connection; the cause is the last one's. */
    TransportException connecting(Throwable cause, Duration connectTimeout);

    /** The time was up before it was ready. */
    TransportException timeout(Duration connectTimeout);
}
