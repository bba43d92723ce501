// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.ProxyServer;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the secrets among a proxy's settings. */
final class ProxySecrets {

    private ProxySecrets() {}

    static List<String> of(@Nullable ProxyServer proxy) {
        String user = proxy == null ? null : proxy.user();
        String password = proxy == null ? null : proxy.password();
        if (user == null || password == null) {
            return List.of();
        }
        // The form in which it is sent to HTTP proxies, which may quote it.
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return List.of(password, basic);
    }
}
