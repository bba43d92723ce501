// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key, and how long it is good for.
 *
 * @param key visible ASCII characters; {@code toString} does not show it
 * @param validFor from the moment at which the provider gave it; null if it does not expire
 */
public record Credential(String key, @Nullable Duration validFor) {

    public Credential {
        ApiKeys.check(key);
        if (validFor != null && (validFor.isNegative() || validFor.isZero())) {
            throw new IllegalArgumentException("validFor is " + validFor + "; it must be positive, or null for ever");
        }
    }

    /** A key that does not expire. */
    public static Credential of(String key) {
        return new Credential(key, null);
    }

    @Override
    public String toString() {
        return "Credential[validFor=" + validFor + "]";
    }
}
