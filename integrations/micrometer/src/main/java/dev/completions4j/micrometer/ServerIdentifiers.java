// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.FinishReason;
import org.jspecify.annotations.Nullable;

/** Sanitizes identifiers sent by a server, so that text that may repeat a prompt never gets into meters and spans. */
final class ServerIdentifiers {

    private static final int MAX_LENGTH = 128;

    private ServerIdentifiers() {}

    /** Returns the identifier; null if it is null, empty, longer than 128 characters or not printable ASCII without spaces. */
    static @Nullable String sanitize(@Nullable String identifier) {
        return identifier == null
                        || identifier.isEmpty()
                        || identifier.length() > MAX_LENGTH
                        || !identifier.chars().allMatch(c -> c > ' ' && c < 0x7f)
                ? null
                : identifier;
    }

    /** Returns the reason's value; {@code _OTHER} if it does not look like an identifier. */
    static String sanitize(FinishReason reason) {
        String value = sanitize(reason.value());
        return value == null ? "_OTHER" : value;
    }
}
