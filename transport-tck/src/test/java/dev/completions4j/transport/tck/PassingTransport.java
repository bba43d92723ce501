// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.ForwardingTransport;
import dev.completions4j.transport.Transport;

/** Forwards to a transport; subclasses override the part whose rule they break. */
class PassingTransport extends ForwardingTransport {

    final Transport to;

    PassingTransport(Transport to) {
        this.to = to;
    }

    @Override
    protected final Transport delegate() {
        return to;
    }
}
