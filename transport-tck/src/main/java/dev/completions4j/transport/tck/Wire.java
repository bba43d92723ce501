// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.testkit.server.ConnectionScript;

/** Server scripts for single rules. */
final class Wire {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Wire() {}

    /** Sends a response to one request, and keeps the connection open until the client closes it. */
    static ConnectionScript answering(String response) {
        return connection -> {
            connection.readRequest();
            connection.write(response);
            connection.awaitClientClose();
        };
    }

    /** Sends a response to one request, and closes the connection. */
    static ConnectionScript answeringAndClosing(String response) {
        return connection -> {
            connection.readRequest();
            connection.write(response);
        };
    }

    /** Sends a response to every request. */
    static ConnectionScript answeringAll(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(response);
            }
        };
    }
}
