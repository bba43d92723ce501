// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.cli.doctor.Identity.Kind;
import dev.completions4j.cli.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Asks for pages that only one kind of server has, and that name its version. They are not part of the completions API,
 * so the client does not know them. No key is sent.
 */
final class Probes {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int OK = 200;

    private static final List<Probe> PROBES = List.of(
            new Probe(Kind.LLAMA_CPP, "/props", "build_info"),
            new Probe(Kind.OLLAMA, "/api/version", "version"),
            new Probe(Kind.TGI, "/info", "version"),
            new Probe(Kind.SGLANG, "/get_server_info", "version"),
            new Probe(Kind.VLLM, "/version", "version"));

    private record Probe(Kind kind, String path, String property) {}

    private final Connection connection;

    Probes(Connection connection) {
        this.connection = connection;
    }

    /** Returns what is known after asking; the same identity if the server does not answer such questions. */
    Identity refine(Identity identity) {
        boolean enough = identity.isKnown()
                && (!identity.hasVersions() || !identity.version().isEmpty());
        if (enough || connection.hasProxy()) {
            return identity;
        }
        HttpClient http = http();
        for (Probe probe : PROBES) {
            if (!identity.isKnown() || identity.kind() == probe.kind()) {
                String version = version(http, probe);
                if (!version.isEmpty()) {
                    return identity.isKnown()
                            ? identity.withVersion(version)
                            : new Identity(probe.kind(), version, "by " + probe.path());
                }
            }
        }
        return identity;
    }

    private HttpClient http() {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        SSLContext tls = connection.tls();
        return (tls == null ? builder : builder.sslContext(tls)).build();
    }

    private String version(HttpClient http, Probe probe) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(connection.baseUrl().strip()).resolve(probe.path()))
                    .timeout(TIMEOUT)
                    .build();
            // The timeout of the request ends with the response headers.
            return http.sendAsync(request, BodyHandlers.ofInputStream())
                    .thenApplyAsync(response -> response.statusCode() == OK ? version(probe, text(response)) : "")
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String text(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return new String(body.readNBytes(MAX_BYTES), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(Probe probe, String body) {
        JsonValue value = JsonValue.parse(body);
        if (!(value instanceof JsonObject object)
                || !(object.members().get(probe.property()) instanceof JsonString version)) {
            return "";
        }
        return switch (probe.kind()) {
            case LLAMA_CPP -> Identification.build(version.value());
            case VLLM -> Identification.vllm(version.value());
            default -> version.value();
        };
    }
}
