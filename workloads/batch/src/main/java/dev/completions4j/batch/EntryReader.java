// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the entries of an input by blocking calls. Used by one thread. */
interface EntryReader extends Closeable {

    /**
     * Opens the input.
     *
     * @return the sum of all weights; null if unknown
     */
    @Nullable Long open() throws IOException;

    /** Returns the next entry; null at the end. */
    @Nullable InputEntry read() throws IOException;
}
