// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;

/** Sends responses with headers. */
final class Responses {

    private Responses() {}

    static void ok(FakeExchange exchange, String... headers) {
        answer(exchange, 200, Wire.DOCUMENTED, headers);
    }

    static void error(FakeExchange exchange, int status, String... headers) {
        answer(exchange, status, "{\"error\": {\"message\": \"no\", \"type\": \"t\", \"code\": null}}", headers);
    }

    /** @param headers names, each followed by its value */
    static void answer(FakeExchange exchange, int status, String json, String... headers) {
        HttpHeaders.Builder builder = HttpHeaders.builder().add("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            builder.add(headers[i], headers[i + 1]);
        }
        exchange.head(new ResponseHead(status, "HTTP/1.1", builder.build()));
        exchange.data(json);
        exchange.complete();
    }
}
