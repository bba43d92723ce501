// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The source of a client's API keys. Thread-safe. */
public interface Credentials {

    /**
     * Returns the key for an attempt.
     *
     * @return completes with the key, or with null to send none; usually already completed
     */
    CompletableFuture<@Nullable String> key();

    /**
     * Discards a key that a server has rejected.
     *
     * @return whether another key may be available
     */
    boolean renew(@Nullable String refused);
}
