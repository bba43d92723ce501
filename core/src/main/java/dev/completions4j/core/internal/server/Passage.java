// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

/** A call that waits for admission to a server. */
public interface Passage {

    /** Returns the estimated number of tokens that count towards a rate limit. */
    long tokens();

    /** Called when the call is admitted. */
    void onThrough();
}
