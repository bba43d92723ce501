// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the keys of a client come from. Safe for use by any thread. */
public interface Credentials {

    /**
     * The key for an attempt.
     *
     * @return completes with the key, or with null if none is to be sent; in most cases it has
     */
    CompletableFuture<@Nullable String> key();

    /**
     * Gives up a key that a server refused.
     *
     * @return whether another one can be had
     */
    boolean renew(@Nullable String refused);
}
