// SPDX-License-Identifier: Apache-2.0
package relays;

import java.util.List;

/** A subscription to a stream through another library, which keeps what it receives. */
interface Relay {

    /** Requests further texts. */
    void request(long texts);

    void cancel();

    /** The texts received so far. */
    List<String> texts();

    /** The throwable that ended the stream; null if it has not failed. */
    Throwable failure();

    /** Returns whether the stream has completed. */
    boolean completed();
}
