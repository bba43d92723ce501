// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The hooks of a transport's test, as the suite uses them. */
interface ContractSubject {

    Transport create(TransportConfig config);

    ContractServer openServer();

    /** Returns null if the transport has no provider. */
    @Nullable TransportProvider provider();

    /** Returns null if the transport has no threads of its own. */
    @Nullable String threadNamePrefix();

    /** Returns null if the transport uses no resources owned by its caller. */
    @Nullable BorrowingTransport createBorrowing(TransportConfig config);

    Duration patience();
}
