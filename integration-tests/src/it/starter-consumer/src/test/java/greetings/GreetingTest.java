// SPDX-License-Identifier: Apache-2.0
package greetings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** One dependency is enough to complete a prompt. */
class GreetingTest {

    private static final byte[] ANSWER = """
            {"id": "1", "object": "text_completion", "created": 1, "model": "m",
             "choices": [{"text": ", world", "index": 0, "logprobs": null, "finish_reason": "stop"}]}""".getBytes(UTF_8);

    @Test
    void greets() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/completions", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                .build()) {
            CompletionRequest request =
                    CompletionRequest.builder().model("m").prompt("Hello").build();
            assertEquals(", world", client.complete(request).join().text());
        } finally {
            server.stop(0);
        }
    }
}
