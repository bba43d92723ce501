// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.ServerProfile;
import dev.completions4j.core.internal.concurrent.Log;
import dev.completions4j.core.internal.request.BaseUrl;
import dev.completions4j.transport.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Detects API keys that would be sent in cleartext. */
final class CleartextKeys {

    /** The headers that carry keys, in lower case, besides that of the profile. */
    private static final Set<String> HEADERS = Set.of("authorization", "api-key", "x-api-key", "cookie");

    private CleartextKeys() {}

    /** Returns whether a client sends a key in a header that the caller set. */
    static boolean areIn(HttpHeaders headers, @Nullable ServerProfile profile) {
        return HEADERS.stream().anyMatch(name -> headers.first(name) != null)
                || (profile != null && headers.first(profile.apiKeyHeader()) != null);
    }

    /** @throws IllegalStateException if TLS is required and a server's base URL does not use it */
    static void check(List<BaseUrl> servers, boolean tlsRequired) {
        for (BaseUrl each : servers) {
            if (each.isExposed() && tlsRequired) {
                throw new IllegalStateException("TLS is required, but the API key would be sent in cleartext to "
                        + each.host() + "; use a base URL with https://");
            }
            if (each.isExposed()) {
                Log.warn(
                        "The API key is sent in cleartext to " + each.host()
                                + " and can be read on the network; use a base URL with https://"
                                + " (requireTls rejects such a configuration)",
                        null);
            }
        }
    }
}
