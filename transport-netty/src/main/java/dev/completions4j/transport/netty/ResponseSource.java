// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

/** Where the response of one exchange comes from; on the event loop of its connection. */
interface ResponseSource {

    /** Says that all contents so far were taken, and allows further ones. */
    void read();

    /** Ends the exchange without another word to its sink, and tells the server so. */
    void abort();
}
