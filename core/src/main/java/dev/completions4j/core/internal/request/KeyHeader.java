// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.transport.HttpHeaders;

/**
 * The header that carries the key.
 *
 * @param name such as {@code Authorization}
 */
record KeyHeader(String name) {

    /** Adds the key, unless the caller has set the header. */
    HttpHeaders addTo(HttpHeaders headers, String key) {
        if (headers.first(name) != null) {
            return headers;
        }
        String value = name.equalsIgnoreCase("Authorization") ? "Bearer " + key : key;
        return headers.toBuilder().add(name, value).build();
    }
}
