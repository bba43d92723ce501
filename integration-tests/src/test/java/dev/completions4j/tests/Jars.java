// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Creates executable jars. */
final class Jars {

    private static final String SERVICES = "META-INF/services/";

    private Jars() {}

    /** Creates a jar of one class, which is the main class. */
    static Path ofClass(Path jar, Class<?> main) throws IOException {
        return ofClass(jar, main, executable(main));
    }

    /**
     * Creates a jar of one class.
     *
     * @param manifest the headers of the manifest
     */
    static Path ofClass(Path jar, Class<?> only, Map<String, String> manifest) throws IOException {
        try (FileSystem packed = create(jar, manifest)) {
            add(packed, only);
        }
        return jar;
    }

    /** Adds a class to a jar, and makes it the only provider of a service. */
    static void provide(Path jar, Class<?> service, Class<?> provider) throws IOException {
        try (FileSystem packed = FileSystems.newFileSystem(jar)) {
            add(packed, provider);
            Files.writeString(packed.getPath(SERVICES + service.getName()), provider.getName());
        }
    }

    /** Adds a class to a jar. */
    static void add(Path jar, Class<?> type) throws IOException {
        try (FileSystem packed = FileSystems.newFileSystem(jar)) {
            add(packed, type);
        }
    }

    private static void add(FileSystem packed, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        Files.createDirectories(packed.getPath(file).getParent());
        Files.write(packed.getPath(file), bytesOf(type, file));
    }

    /** The handling of files in {@code META-INF/services} that several jars have. */
    enum Services {
        JOINED,
        FIRST_KEPT,
        DROPPED
    }

    /**
     * Creates a jar with the contents of others.
     *
     * @param entries entries of a class path: jars, and folders of classes
     */
    static Path merged(Path jar, Class<?> main, Collection<Path> entries, Services services) throws IOException {
        return merged(jar, executable(main), entries, services);
    }

    /** As above, with headers for the manifest in place of a main class. */
    static Path merged(Path jar, Map<String, String> manifest, Collection<Path> entries, Services services)
            throws IOException {
        try (FileSystem packed = create(jar, manifest)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    copyAll(entry, packed, services);
                } else if (Files.exists(entry)) {
                    try (FileSystem other = FileSystems.newFileSystem(entry)) {
                        copyAll(other.getPath("/"), packed, services);
                    }
                }
            }
        }
        return jar;
    }

    private static Map<String, String> executable(Class<?> main) {
        return Map.of("Automatic-Module-Name", "application", "Main-Class", main.getName());
    }

    private static FileSystem create(Path jar, Map<String, String> manifest) throws IOException {
        FileSystem packed = FileSystems.newFileSystem(jar, Map.of("create", "true", "compressionMethod", "STORED"));
        Files.createDirectories(packed.getPath("META-INF"));
        StringBuilder headers = new StringBuilder("Manifest-Version: 1.0\n");
        manifest.forEach(
                (name, value) -> headers.append(name).append(": ").append(value).append('\n'));
        Files.writeString(packed.getPath("META-INF/MANIFEST.MF"), headers);
        return packed;
    }

    private static byte[] bytesOf(Class<?> type, String file) throws IOException {
        try (var in = type.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is not next to its class");
            }
            return in.readAllBytes();
        }
    }

    private static void copyAll(Path root, FileSystem packed, Services services) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            copy(file, packed.getPath(root.relativize(file).toString()), services);
        }
    }

    private static void copy(Path from, Path to, Services services) throws IOException {
        boolean service = to.toString().startsWith(SERVICES);
        if (service && services == Services.DROPPED) {
            return;
        }
        Path folder = to.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (service && services == Services.JOINED) {
            Files.writeString(
                    to, Files.readString(from) + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else if (!Files.exists(to)) {
            Files.copy(from, to);
        }
    }
}
