// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import dev.completions4j.CredentialException;
import java.util.concurrent.CompletionStage;

/**
 * Gives keys that change, such as the short-lived tokens of a cloud.
 *
 * <p>The client keeps a credential for as long as it is valid, asks for the next one ahead of its end, and asks once at a
 * time, however many calls wait for it. When a server refuses a key with 401, the client asks anew, and sends the call
 * once more.
 *
 * <p>Called by any thread; must return at once.
 */
@FunctionalInterface
public interface CredentialProvider {

    /**
     * Obtains a credential.
     *
     * @return completes with a new credential; if it fails, the calls that wait for it fail with
     *     {@link CredentialException}, which does not show the message of what it failed with
     */
    CompletionStage<Credential> credential();
}
