// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One way to name a server to the client.
 *
 * @param uri of the request, its host by name or by address
 * @param hostHeader the {@code Host} to send; null leaves it to the client, which takes it from the URI
 * @param address the only one that the URI leads to; null if the client resolves the name
 */
record Target(
        URI uri, @Nullable String hostHeader, @Nullable InetAddress address) {

    static Target byName(URI uri) {
        return new Target(uri, null, null);
    }
}
