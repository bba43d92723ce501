// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A constant API key, or none. */
public final class ConstantKey implements Credentials {

    private final CompletableFuture<@Nullable String> key;

    /** @param key null to send no key */
    public ConstantKey(@Nullable String key, Secrets secrets) {
        this.key = CompletableFuture.completedFuture(key);
        if (key != null) {
            secrets.add(key);
        }
    }

    @Override
    public CompletableFuture<@Nullable String> key() {
        return key;
    }

    @Override
    public boolean renew(@Nullable String refused) {
        return false;
    }
}
