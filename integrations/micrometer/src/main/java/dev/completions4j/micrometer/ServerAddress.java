// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;

/**
 * Where a server is.
 *
 * @param host its name or address
 * @param port the scheme's own, if the URL names none
 */
record ServerAddress(String host, int port) {

    /** @param baseUrl absolute, as listeners are told */
    static ServerAddress of(String baseUrl) {
        HostAndPort server = HostAndPort.of(URI.create(baseUrl));
        return new ServerAddress(server.host(), server.port());
    }
}
