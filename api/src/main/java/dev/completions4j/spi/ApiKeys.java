// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

/** Validates API keys. */
final class ApiKeys {

    private ApiKeys() {}

    /**
     * Checks an API key.
     *
     * @throws IllegalArgumentException if the key cannot be sent in a header; the message does not contain it
     */
    static void check(String key) {
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "apiKey is empty or contains a character that is not visible ASCII; remove"
                            + " such characters (a key read from a file often ends with a line break)");
        }
    }
}
