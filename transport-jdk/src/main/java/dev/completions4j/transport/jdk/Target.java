// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A URI under which the client can reach a server.
 *
 * @param uri the request's URI, with the host as a name or an address
 * @param hostHeader the {@code Host} header; null for the client's default, which is the host of the URI
 * @param address the address in the URI; null if the client resolves the name
 */
record Target(
        URI uri, @Nullable String hostHeader, @Nullable InetAddress address) {

    static Target byName(URI uri) {
        return new Target(uri, null, null);
    }
}
