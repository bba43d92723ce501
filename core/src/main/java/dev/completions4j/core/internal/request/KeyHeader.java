// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.transport.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The header that carries the key. The last result is remembered, since most calls of a client have the same headers
 * and key. Thread-safe.
 */
final class KeyHeader {

    private final String name;
    private volatile @Nullable Result last;

    /** Headers without and with a key. */
    private record Result(HttpHeaders without, String key, HttpHeaders with) {}

    /** @param name such as {@code Authorization} */
    KeyHeader(String name) {
        this.name = name;
    }

    /** Adds the key, unless the caller has set the header. */
    HttpHeaders addTo(HttpHeaders headers, String key) {
        Result known = last;
        if (known == null || !known.key.equals(key) || !known.without.equals(headers)) {
            known = new Result(headers, key, added(headers, key));
            last = known;
        }
        return known.with;
    }

    private HttpHeaders added(HttpHeaders headers, String key) {
        if (headers.first(name) != null) {
            return headers;
        }
        String value = name.equalsIgnoreCase("Authorization") ? "Bearer " + key : key;
        return headers.toBuilder().add(name, value).build();
    }
}
