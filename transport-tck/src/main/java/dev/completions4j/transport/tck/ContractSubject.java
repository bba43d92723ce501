// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the suite knows of the transport that it tests. */
interface ContractSubject {

    Transport create(TransportConfig config);

    ContractServer openServer();

    /** Null if the transport has none. */
    @Nullable TransportProvider provider();

    /** Null if the transport has no threads of its own. */
    @Nullable String threadNamePrefix();

    /** Null if the transport borrows nothing. */
    @Nullable BorrowingTransport createBorrowing(TransportConfig config);

    Duration patience();
}
