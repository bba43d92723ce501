// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A server without a network that answers each request by a function of its body. */
final class ScriptedServer implements AutoCloseable {

    /** An answer. */
    record Reply(int status, String json) {}

    /** The bodies of all requests. */
    final Queue<JsonObject> requests = new ConcurrentLinkedQueue<>();

    final FakeTransport transport;
    final CompletionsClient client;

    ScriptedServer(Function<JsonObject, Reply> script) {
        this(script, CompletionsClient.builder().executor(Runnable::run));
    }

    ScriptedServer(Function<JsonObject, Reply> script, CompletionsClient.Builder client) {
        transport = FakeTransport.answeredBy(exchange -> {
            JsonObject body = (JsonObject) JsonValue.parse(exchange.body());
            requests.add(body);
            answer(exchange, script.apply(body));
        });
        this.client = client.baseUrl("http://fake.test/v1")
                .transport(transport)
                .discoverPlugins(false)
                .build();
    }

    static void answer(FakeExchange exchange, Reply reply) {
        HttpHeaders headers = HttpHeaders.builder()
                .add("content-type", "application/json")
                .add("x-request-id", "req-1")
                .build();
        exchange.head(new ResponseHead(reply.status(), "HTTP/1.1", headers));
        exchange.data(reply.json());
        exchange.complete();
    }

    /** Answers each prompt with itself in brackets. */
    static Reply echo(JsonObject request) {
        StringBuilder choices = new StringBuilder();
        List<String> prompts = prompts(request);
        for (int i = 0; i < prompts.size(); i++) {
            choices.append(i == 0 ? "" : ",")
                    .append("{\"index\":")
                    .append(i)
                    .append(",\"text\":")
                    .append(JsonValue.of("[" + prompts.get(i) + "]").toJson())
                    .append(",\"finish_reason\":\"stop\",\"logprobs\":null}");
        }
        int tokens = 10 * prompts.size();
        return new Reply(
                200,
                "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":["
                        + choices
                        + "],\"usage\":{\"prompt_tokens\":" + tokens + ",\"completion_tokens\":" + tokens
                        + ",\"total_tokens\":" + 2 * tokens + "}}");
    }

    static Reply error(int status, String message) {
        return new Reply(
                status, "{\"error\":{\"message\":\"" + message + "\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}");
    }

    static List<String> prompts(JsonObject request) {
        JsonValue prompt = BatchFiles.at(request, "prompt");
        if (prompt instanceof JsonArray array) {
            return array.elements().stream()
                    .map(each -> ((JsonString) each).value())
                    .toList();
        }
        return List.of(((JsonString) prompt).value());
    }

    static String prompt(JsonObject request) {
        return prompts(request).get(0);
    }

    @Override
    public void close() {
        client.close();
    }
}
