// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.util.function.Function;

/** Answers each request with a status and a JSON body that depend on the request. */
final class JsonServer implements ConnectionScript {

    private final Function<ReceivedRequest, Reply> replies;

    private JsonServer(Function<ReceivedRequest, Reply> replies) {
        this.replies = replies;
    }

    record Reply(int status, String body) {}

    static LoopbackServer answering(Function<ReceivedRequest, Reply> replies) {
        return LoopbackServer.running(new JsonServer(replies));
    }

    static Reply completion(String text) {
        return new Reply(
                200,
                "{\"id\": \"c-1\", \"object\": \"text_completion\", \"created\": 1, \"model\": \"m\", \"choices\":"
                        + " [{\"index\": 0, \"text\": \"" + text + "\", \"finish_reason\": \"stop\"}], \"usage\":"
                        + " {\"prompt_tokens\": 3, \"completion_tokens\": 2, \"total_tokens\": 5}}");
    }

    static Reply error(int status) {
        return new Reply(status, "{\"error\": {\"message\": \"no\", \"type\": \"t\", \"code\": null}}");
    }

    @Override
    public void serve(LoopbackConnection connection) throws IOException {
        ReceivedRequest request = connection.readRequest();
        while (request != null) {
            Reply reply = replies.apply(request);
            connection.write(
                    "HTTP/1.1 " + reply.status + " Said\r\nContent-Type: application/json\r\nX-Request-Id: r-7\r\n"
                            + "Content-Length: " + reply.body.getBytes(UTF_8).length + "\r\n\r\n" + reply.body);
            request = connection.readRequest();
        }
    }
}
