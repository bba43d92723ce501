// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.concurrent.CompletableFuture;

/** A client under measurement, connected to one server. Thread-safe. */
interface Driver extends AutoCloseable {

    /**
     * Sends a request.
     *
     * @param recorder records what arrives
     * @return a future that completes when the whole response has arrived and the recorder has verified it
     */
    CompletableFuture<?> send(ResponseRecorder recorder);

    @Override
    void close();
}
