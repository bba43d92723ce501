// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import dev.completions4j.CredentialException;
import java.util.concurrent.CompletionStage;

/**
 * Supplies API keys that expire, such as short-lived tokens.
 *
 * <p>The client caches a credential while it is valid, requests the next one before it expires, and requests one at a
 * time, regardless of how many calls wait for it. If a server rejects a key with 401, the client requests a new
 * credential and retries the call once.
 *
 * <p>Called on any thread; must not block. Applications and libraries implement this interface; methods added to it in
 * later releases have default implementations.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CredentialProvider {

    /**
     * Returns a new credential.
     *
     * @return a stage that completes with the credential; if it fails, the waiting calls fail with a
     *     {@link CredentialException} that does not contain the message of the failure
     */
    CompletionStage<Credential> credential();
}
