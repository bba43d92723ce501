// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.concurrent.CompletableFuture;

/** A client under measurement, of one server. Safe for use by any thread. */
interface Driver extends AutoCloseable {

    /**
     * Sends a request.
     *
     * @param receipt takes what arrives
     * @return completes when the whole answer has arrived and the receipt has verified it
     */
    CompletableFuture<?> send(Receipt receipt);

    @Override
    void close();
}
