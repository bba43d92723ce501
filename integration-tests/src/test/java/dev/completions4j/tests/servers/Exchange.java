// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A raw HTTP request, for comparing the responses of servers.
 *
 * @param name describes what is special about it
 * @param method the HTTP method
 * @param path the path after the host
 * @param key whether it has the API key
 * @param body the text of its body
 */
record Exchange(String name, String method, String path, boolean key, String body) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern IDS = Pattern.compile("\"ids\\(([^)]*)\\)\"");
    private static final Pattern ID = Pattern.compile("\"id\\(([^)]*)\\)\"");
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Returns the exchanges of {@code exchanges.json} for a server. A completion request is sent both without and with
     * streaming, unless it specifies one.
     *
     * @param server the name of the server; exchanges for other servers are left out
     */
    static List<Exchange> forServer(String server) {
        JsonNode file = read();
        List<Exchange> exchanges = new ArrayList<>();
        for (JsonNode each : file.get("exchanges")) {
            if (!each.has("only") || each.get("only").stringValue().equals(server)) {
                addTo(exchanges, each, file.get("request"));
            }
        }
        return List.copyOf(exchanges);
    }

    private static void addTo(List<Exchange> exchanges, JsonNode each, JsonNode usual) {
        String name = each.get("name").stringValue();
        String method = each.path("method").asString("POST");
        String path = each.path("path").asString("/v1/completions");
        boolean key = each.path("key").asBoolean(true);
        if (each.has("text")) {
            exchanges.add(new Exchange(name, method, path, key, each.get("text").stringValue()));
            return;
        }
        ObjectNode body = (ObjectNode) usual.deepCopy();
        each.path("without").forEach(property -> body.remove(property.stringValue()));
        each.path("with").properties().forEach(property -> body.set(property.getKey(), property.getValue()));
        if (each.has("path") || body.has("stream")) {
            exchanges.add(new Exchange(name, method, path, key, body.toString()));
            return;
        }
        exchanges.add(new Exchange(name + ", whole", method, path, key, body.toString()));
        exchanges.add(new Exchange(
                name + ", streamed", method, path, key, body.put("stream", true).toString()));
    }

    private static JsonNode read() {
        try (InputStream file = Exchange.class.getResourceAsStream("exchanges.json")) {
            return JSON.readTree(Objects.requireNonNull(file, "exchanges.json is missing in the test resources"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends this request to a server, and returns what can be observed of its response. */
    List<String> observe(TestedServer server) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, bodyFor(server));
        if (key) {
            request.header("Authorization", "Bearer " + TestedServer.KEY);
        }
        // A separate client, because servers close a connection after a number of requests.
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
        return Observation.of(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    /** Replaces {@code "ids(…)"} and {@code "id(…)"} with the token ids of the server. */
    private HttpRequest.BodyPublisher bodyFor(TestedServer server) {
        if (body.isEmpty()) {
            return HttpRequest.BodyPublishers.noBody();
        }
        String lists = IDS.matcher(body).replaceAll(text -> Arrays.toString(server.tokenIds(text.group(1))));
        return HttpRequest.BodyPublishers.ofString(
                ID.matcher(lists).replaceAll(text -> '"' + Integer.toString(server.tokenIds(text.group(1))[0]) + '"'));
    }

    @Override
    public String toString() {
        return name;
    }
}
