// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads requests from an iterator. */
final class IteratorReader implements EntryReader {

    private final Iterator<BatchRequest> requests;
    private final @Nullable Long size;
    private long number;

    /** @param size the number of requests; null if unknown */
    IteratorReader(Iterator<BatchRequest> requests, @Nullable Long size) {
        this.requests = requests;
        this.size = size;
    }

    @Override
    public @Nullable Long open() {
        return size;
    }

    @Override
    public @Nullable InputEntry read() {
        if (!requests.hasNext()) {
            return null;
        }
        BatchRequest request = requests.next();
        number++;
        return new InputEntry.Ask(number, 1, request.customId(), request.request());
    }

    @Override
    public void close() {}
}
