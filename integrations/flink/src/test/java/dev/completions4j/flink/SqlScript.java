// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.util.List;
import java.util.stream.Stream;

/** SQL statements that are separated by semicolons at the ends of lines, with the URL of a server of their own. */
final class SqlScript {

    /** The URL that documents show. */
    static final String DOCUMENTED_URL = "http://localhost:8000/v1";

    private SqlScript() {}

    static List<String> statements(String script, String baseUrl) {
        return Stream.of(script.split(";\\s*(\\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .map(statement -> statement.replace(DOCUMENTED_URL, baseUrl))
                .toList();
    }
}
