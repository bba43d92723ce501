// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.transport;

import dev.completions4j.transport.TransportProvider;
import org.jspecify.annotations.Nullable;

/**
 * A transport provider that was found.
 *
 * @param name the provider's name, or its class name if it is broken
 * @param priority the provider's priority, or 0 if it is broken
 * @param jar the name of its JAR file or folder
 * @param provider null if it can't be used
 * @param reason why it can't be used; null if it can
 */
record Candidate(
        String name,
        int priority,
        String jar,
        @Nullable TransportProvider provider,
        @Nullable String reason) {

    @Override
    public String toString() {
        return name + " (" + jar + ", priority " + priority + (reason == null ? "" : ", unavailable: " + reason) + ")";
    }
}
