// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** Decides how many calls may be in flight. Used by one thread. */
interface Pace {

    /** Returns the number of calls that may be in flight now. */
    int limit();

    /** Returns the mark of calls that are sent now, to pass to the other methods when they end. */
    int mark();

    /** Called when calls have to wait for the limit. */
    void onLimitReached();

    /**
     * Called when a call has succeeded.
     *
     * @param mark the mark of the call
     * @param tokens the number of generated tokens; 0 if unknown
     * @param now the time
     */
    void onSuccess(int mark, long tokens, long now);

    /** Called when a call, or an attempt of it, was refused because there are too many. */
    void onOverload(int mark);
}
