// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes inputs and reads outputs. */
final class BatchFiles {

    private BatchFiles() {}

    /** Returns a line of an input. */
    static String line(String id, String prompt) {
        return line(
                id,
                "/v1/completions",
                "{\"model\":\"m\",\"prompt\":" + JsonValue.of(prompt).toJson() + "}");
    }

    static String line(String id, String url, String body) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}";
    }

    /** Writes an input with the ids {@code r0}, {@code r1} and so on, and the prompts {@code p0}, {@code p1} and so on. */
    static Path write(Path file, int requests) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            lines.add(line("r" + i, "p" + i));
        }
        return write(file, lines);
    }

    static Path write(Path file, List<String> lines) {
        try {
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answers in an output, and checks that nothing is torn. */
    static List<JsonObject> answers(Path output) {
        try {
            byte[] bytes = Files.readAllBytes(output);
            if (bytes.length > 0) {
                assertThat((char) bytes[bytes.length - 1]).isEqualTo('\n');
            }
            return new String(bytes, UTF_8)
                    .lines()
                    .map(each -> (JsonObject) JsonValue.parse(each))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> ids(Path output) {
        return answers(output).stream().map(each -> text(each, "custom_id")).toList();
    }

    static JsonObject answer(Path output, String id) {
        return answers(output).stream()
                .filter(each -> text(each, "custom_id").equals(id))
                .findAny()
                .orElseThrow();
    }

    /** Returns the value at a path of names and indexes, separated by dots; JSON null if there is none. */
    static JsonValue at(JsonValue value, String path) {
        JsonValue found = value;
        for (String name : path.split("\\.", -1)) {
            if (found instanceof JsonArray array) {
                found = array.elements().get(Integer.parseInt(name));
            } else if (found instanceof JsonObject object && object.members().containsKey(name)) {
                found = Objects.requireNonNull(object.members().get(name));
            } else {
                return JsonValue.nullValue();
            }
        }
        return found;
    }

    static String text(JsonValue value, String path) {
        return ((JsonString) at(value, path)).value();
    }

    static String json(JsonValue value, String path) {
        return at(value, path).toJson();
    }
}
