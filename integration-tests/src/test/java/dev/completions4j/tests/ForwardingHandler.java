// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.transport.ForwardingResponseHandler;
import dev.completions4j.transport.ResponseHandler;

/** Forwards to a given handler; subclasses override what they change. */
class ForwardingHandler extends ForwardingResponseHandler {

    private final ResponseHandler to;

    ForwardingHandler(ResponseHandler to) {
        this.to = to;
    }

    @Override
    protected final ResponseHandler delegate() {
        return to;
    }
}
