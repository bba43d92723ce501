// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The recorded responses of a real server to each {@link Exchange}, in a file with which the build compares the fake.
 *
 * @param server the server and its version
 * @param observations the observations by the name of the exchange
 */
record Recorded(String server, Map<String, List<String>> observations) {

    private static final String EXCHANGE = "== ";

    /** Reads the test resource of that name. */
    static Recorded read(String name) {
        try (InputStream file = Recorded.class.getResourceAsStream(name)) {
            String text = new String(
                    Objects.requireNonNull(file, name + " is missing in the test resources")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            Map<String, List<String>> observations = new LinkedHashMap<>();
            List<String> current = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (line.startsWith(EXCHANGE)) {
                    current = new ArrayList<>();
                    observations.put(line.substring(EXCHANGE.length()), current);
                } else {
                    current.add(line);
                }
            }
            return new Recorded(lines.get(0), observations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeTo(Path file) {
        StringBuilder text = new StringBuilder(server).append('\n');
        observations.forEach((exchange, lines) -> {
            text.append(EXCHANGE).append(exchange).append('\n');
            lines.forEach(line -> text.append(line).append('\n'));
        });
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
