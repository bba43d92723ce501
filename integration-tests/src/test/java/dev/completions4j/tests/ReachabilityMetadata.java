// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the jar of a module tells GraalVM's {@code native-image} about reflection, resources and serialization. */
final class ReachabilityMetadata {

    static final List<String> MODULES = List.of("api", "core", "transport-jdk", "transport-netty", "testkit");

    private final Map<String, JsonNode> reflection = new HashMap<>();
    private final Set<String> resources = new TreeSet<>();
    private final Set<String> serialization = new TreeSet<>();

    private ReachabilityMetadata() {}

    /** Returns the metadata of a module, which is empty if it has none. */
    static ReachabilityMetadata of(String module) throws IOException {
        ReachabilityMetadata metadata = new ReachabilityMetadata();
        JsonNode reflect = file(module, "reflect-config.json");
        if (reflect != null) {
            reflect.forEach(entry -> metadata.reflection.put(text(entry, "name"), entry));
        }
        JsonNode resource = file(module, "resource-config.json");
        if (resource != null) {
            child(child(resource, "resources"), "includes")
                    .forEach(entry -> metadata.resources.add(text(entry, "pattern")));
        }
        JsonNode serial = file(module, "serialization-config.json");
        if (serial != null) {
            child(serial, "types").forEach(entry -> metadata.serialization.add(text(entry, "name")));
        }
        return metadata;
    }

    /** The classes that may be used by reflection. */
    Set<String> reflective() {
        return new TreeSet<>(reflection.keySet());
    }

    /** Returns whether an entry of a class has a property with this JSON. */
    boolean has(String type, String property, String json) {
        JsonNode entry = reflection.get(type);
        return entry != null
                && entry.has(property)
                && json.equals(child(entry, property).toString());
    }

    /** Returns whether a resource is part of an image. */
    boolean includes(String resource) {
        return resources.stream().anyMatch(resource::matches);
    }

    /** The classes that may be serialized. */
    Set<String> serializable() {
        return serialization;
    }

    private static @Nullable JsonNode file(String module, String name) throws IOException {
        Path file = Path.of("..", module, "src", "main", "resources", "META-INF", "native-image", "dev.completions4j")
                .resolve("completions4j-" + module)
                .resolve(name);
        return Files.exists(file) ? Objects.requireNonNull(JsonReader.read(Files.readString(file)), name) : null;
    }

    private static JsonNode child(JsonNode node, String name) {
        return Objects.requireNonNull(node.get(name), name);
    }

    private static String text(JsonNode node, String name) {
        return child(node, name).stringValue();
    }
}
