// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

/** A call on its way to a server. */
public interface Passage {

    /** About how many tokens it takes of a rate limit. */
    long tokens();

    /** The call may go. */
    void onThrough();
}
