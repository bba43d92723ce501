// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** An open input, which delivers as many entries as were requested. */
interface RequestSource {

    /** Receives the entries, on any thread, one call at a time. */
    interface Sink {

        /** Called before the first entry if the sum of all weights is known. */
        void onSize(long totalWeight);

        void onEntry(InputEntry entry);

        /** Called after the last entry. */
        void onEnd();

        /** Called instead of {@link #onEnd} if the input cannot be read any further. */
        void onFailure(Throwable failure);
    }

    /** Begins to deliver entries to the sink. */
    void start(Sink sink);

    /** Requests further entries. */
    void request(int entries);

    /** Stops reading and releases the input; entries that are being read may still arrive. */
    void cancel();
}
