// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.testkit.server.ConnectionScript;

/** What servers of single rules send. */
final class Wire {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Wire() {}

    /** Answers one request, and leaves the connection open until the client closes it. */
    static ConnectionScript answering(String response) {
        return connection -> {
            connection.readRequest();
            connection.write(response);
            connection.awaitClientClose();
        };
    }

    /** Answers one request, and closes the connection. */
    static ConnectionScript answeringAndClosing(String response) {
        return connection -> {
            connection.readRequest();
            connection.write(response);
        };
    }

    /** Answers every request. */
    static ConnectionScript answeringAll(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(response);
            }
        };
    }
}
