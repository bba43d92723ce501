// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.model.ModelAnswer;
import dev.completions4j.testkit.model.ModelReply;
import dev.completions4j.testkit.server.LoopbackConnection;
import java.io.IOException;

/** Writes answers to a connection. */
final class AnsweredRequests {

    private AnsweredRequests() {}

    static void write(ModelAnswer answer, LoopbackConnection connection) throws IOException {
        String type = String.valueOf(answer.headers().first("Content-Type"));
        if (answer.body() instanceof ModelReply.Whole whole) {
            write(answer.status(), type, whole.body(), connection);
        } else if (answer.body() instanceof ModelReply.Stream stream) {
            StringBuilder events = new StringBuilder();
            stream.events().forEachRemaining(events::append);
            write(answer.status(), type, events.toString(), connection);
        }
    }

    static void write(int status, String type, String body, LoopbackConnection connection) throws IOException {
        connection.write("HTTP/1.1 " + status + " Status\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }
}
