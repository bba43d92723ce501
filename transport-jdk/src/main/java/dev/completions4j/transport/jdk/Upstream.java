// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.Exchange;

/** The exchange behind a {@link Delivery}, with the methods that are hidden from the handler. */
interface Upstream extends Exchange {

    /** Requests the next data from the network. Called when the earlier data has been delivered. */
    void pull();

    /** Called after the last call of the handler has returned. */
    void delivered();
}
