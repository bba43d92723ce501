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
        String file = main.getName().replace('.', '/') + ".class";
        try (FileSystem packed = create(jar, main)) {
            Files.createDirectories(packed.getPath(file).getParent());
            Files.write(packed.getPath(file), bytesOf(main, file));
        }
        return jar;
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
        try (FileSystem packed = create(jar, main)) {
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

    private static FileSystem create(Path jar, Class<?> main) throws IOException {
        FileSystem packed = FileSystems.newFileSystem(jar, Map.of("create", "true"));
        Files.createDirectories(packed.getPath("META-INF"));
        Files.writeString(
                packed.getPath("META-INF/MANIFEST.MF"),
                "Manifest-Version: 1.0\nAutomatic-Module-Name: application\nMain-Class: " + main.getName() + "\n");
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
