// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;

/**
 * The host and port of a server.
 *
 * @param host the host name or address
 * @param port the port; the scheme's default if the URL has none
 */
record ServerAddress(String host, int port) {

    /** @param baseUrl an absolute URL, as passed to {@code CallListener.onAttempt} */
    static ServerAddress of(String baseUrl) {
        HostAndPort server = HostAndPort.of(URI.create(baseUrl));
        return new ServerAddress(server.host(), server.port());
    }
}
