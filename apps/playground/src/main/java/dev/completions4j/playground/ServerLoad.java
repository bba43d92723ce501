// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import org.jspecify.annotations.Nullable;

/**
 * How many requests a server says it is answering.
 *
 * @param running the number; null if it is unknown
 * @param problem why it is unknown, as a sentence; empty if it is known, or if the server was not asked yet
 */
record ServerLoad(@Nullable Integer running, String problem) {

    /** The load of a server that was not asked. */
    static final ServerLoad NOT_ASKED = new ServerLoad(null, "");

    static ServerLoad of(int running) {
        return new ServerLoad(running, "");
    }

    static ServerLoad unknown(String problem) {
        return new ServerLoad(null, problem);
    }

    /** Returns whether nothing is known to run. */
    boolean isIdle() {
        return running == null || running == 0;
    }
}
