// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

/**
 * Where a transport speaks HTTP/2.
 *
 * @param overTls whether it is offered in the TLS handshake
 * @param inCleartext whether it is spoken without TLS, with prior knowledge
 */
record Http2Support(boolean overTls, boolean inCleartext) {

    /** Returns whether connections of the route may carry several exchanges at a time. */
    boolean mayMultiplex(Route route) {
        return route.isTls() ? overTls : inCleartext;
    }
}
