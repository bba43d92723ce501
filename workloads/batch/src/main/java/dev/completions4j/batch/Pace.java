// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** Decides how many calls may be in flight. Used by one thread. */
interface Pace {

    /** Returns the number of calls that may be in flight now. */
    int limit();

    /** Called when a call is sent; returns a mark to pass to the other methods when it ends. */
    int onSent(int inFlight);

    /**
     * Called when a call has succeeded.
     *
     * @param mark the mark of the call
     * @param nanos its duration
     * @param tokens the number of generated tokens; 0 if unknown
     */
    void onSuccess(int mark, long nanos, long tokens);

    /** Called when the server has refused a call, or an attempt of it, because it has too many. */
    void onOverload(int mark);
}
