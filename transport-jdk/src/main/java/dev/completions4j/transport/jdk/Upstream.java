// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.Exchange;

/** What a {@link Delivery} stands on: the exchange that it delivers, with the side that its handler does not see. */
interface Upstream extends Exchange {

    /** Asks the network for the next buffers; called when all earlier ones are delivered. */
    void pull();

    /** Says that the last call of the handler has returned. */
    void delivered();
}
