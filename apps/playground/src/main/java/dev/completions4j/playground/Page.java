// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of the page, kept in memory, and the headers that confine it. Immutable. */
final class Page {

    static final List<String> FILES = List.of(
            "index.html",
            "icon.svg",
            "styles/base.css",
            "styles/layout.css",
            "styles/stream.css",
            "scripts/alternatives.js",
            "scripts/announcer.js",
            "scripts/branches.js",
            "scripts/column.js",
            "scripts/connection.js",
            "scripts/dom.js",
            "scripts/drawing.js",
            "scripts/failure.js",
            "scripts/flow.js",
            "scripts/format.js",
            "scripts/main.js",
            "scripts/prompt-form.js",
            "scripts/server-list.js",
            "scripts/stream.js",
            "scripts/timeline.js",
            "scripts/tokens.js",
            "scripts/tree.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** No inline code or style, no other origin, no frame, and no way to make HTML of text. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final Map<String, Buffer> contents = new HashMap<>();

    /** @param token takes the place of <code>{{token}}</code> */
    Page(String token) {
        for (String file : FILES) {
            contents.put(file, Buffer.buffer(read(file).replace("{{token}}", token)));
        }
    }

    private static String read(String file) {
        try (InputStream in = Page.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The file " + file + " is missing from the program's jar; build it again");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read", e);
        }
    }

    /**
     * Sends a file, or status 404.
     *
     * @param path the path of the request
     */
    void send(String path, HttpServerResponse response) {
        String file = path.equals("/") ? "index.html" : path.replaceFirst("^/", "");
        Buffer content = contents.get(file);
        confine(response);
        if (content == null) {
            response.setStatusCode(404).end("There is nothing at this path; the page is at /\n");
            return;
        }
        response.putHeader("Content-Type", TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "text/plain"))
                .end(content);
    }

    /** Sets the headers of all responses. */
    static void confine(HttpServerResponse response) {
        response.putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
    }
}
