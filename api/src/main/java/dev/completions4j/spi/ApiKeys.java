// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

/** What a key may look like. */
final class ApiKeys {

    private ApiKeys() {}

    /**
     * Checks a key.
     *
     * @throws IllegalArgumentException if it can't be sent in a header; the message does not show it
     */
    static void check(String key) {
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("apiKey is empty or has a character that is not visible ASCII; remove"
                    + " what does not belong to it (a key read from a file often ends with a line break)");
        }
    }
}
