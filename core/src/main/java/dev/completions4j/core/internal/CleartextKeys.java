// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.core.internal.request.BaseUrl;
import java.util.List;

/** Sees to it that nobody sends a key in cleartext unknowingly. */
final class CleartextKeys {

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private CleartextKeys() {}

    /** @throws IllegalStateException if a server is reached without TLS though it is required */
    static void check(List<BaseUrl> servers, boolean tlsRequired) {
        for (BaseUrl each : servers) {
            if (each.isExposed() && tlsRequired) {
                throw new IllegalStateException("The key would be sent in cleartext to " + each.host()
                        + ", though TLS is required; write its base URL with https://");
            }
            if (each.isExposed()) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The key is sent in cleartext to {0}, where whoever is on the way can read it; write the base URL"
                                + " with https:// (requireTls refuses to build such a client)",
                        each.host());
            }
        }
    }
}
