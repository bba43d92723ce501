// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An API key and its validity.
 *
 * @param key visible ASCII characters; {@code toString} omits the key
 * @param validFor the validity from the time at which the provider returned the credential, positive; null if the key
 *     does not expire
 * @since 0.1.0
 */
public record Credential(String key, @Nullable Duration validFor) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the key is empty or contains other characters, or if the validity is not
     *     positive; the message does not contain the key
     */
    public Credential {
        ApiKeys.check(Objects.requireNonNull(key, "key"));
        if (validFor != null && (validFor.isNegative() || validFor.isZero())) {
            throw new IllegalArgumentException(
                    "validFor is " + validFor + "; it must be positive, or null if the key does not expire");
        }
    }

    /**
     * Returns a credential that does not expire.
     *
     * @param key visible ASCII characters
     * @throws IllegalArgumentException if the key is empty or contains other characters; the message does not contain
     *     it
     */
    public static Credential of(String key) {
        return new Credential(key, null);
    }

    @Override
    public String toString() {
        return "Credential[validFor=" + validFor + "]";
    }
}
