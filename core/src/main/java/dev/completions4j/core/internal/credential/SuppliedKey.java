// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import dev.completions4j.core.internal.masking.ThrowableCopy;
import dev.completions4j.spi.Credential;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A key that the caller supplies for each attempt. */
public final class SuppliedKey implements Credentials {

    private final Supplier<String> supplier;
    private final Secrets secrets;

    public SuppliedKey(Supplier<String> supplier, Secrets secrets) {
        this.supplier = supplier;
        this.secrets = secrets;
    }

    @Override
    public CompletableFuture<@Nullable String> key() {
        String supplied;
        try {
            supplied = supplier.get();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(ThrowableCopy.wordless(e));
        }
        if (supplied == null) {
            return CompletableFuture.failedFuture(CredentialFailures.nothing());
        }
        try {
            String key = Credential.of(supplied).key();
            secrets.add(key);
            return CompletableFuture.completedFuture(key);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public boolean renew(@Nullable String refused) {
        return true;
    }
}
