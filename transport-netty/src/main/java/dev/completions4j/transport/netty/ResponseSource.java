// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

/** The source of one response. Confined to the event loop of its connection. */
interface ResponseSource {

    /** Acknowledges all content so far, and allows further content. */
    void read();

    /** Aborts the exchange without further calls of its sink. */
    void abort();
}
