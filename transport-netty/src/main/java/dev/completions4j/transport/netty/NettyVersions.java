// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the versions of Netty's artifacts from their jars. */
final class NettyVersions {

    private static final String FILE = "META-INF/io.netty.versions.properties";
    private static final String KEY_SUFFIX = ".version";

    /** Artifacts with numbers of their own, such as {@code netty-tcnative} 2.0, are compatible with all lines. */
    private static final String MAJOR = "4.";

    private NettyVersions() {}

    /**
     * Returns the version of each artifact that has one; the map is the caller's. It may be empty although Netty is
     * present: a jar that is merged of others may lack the files.
     */
    static SortedMap<String, String> find(ClassLoader classLoader) {
        SortedMap<String, String> versions = new TreeMap<>();
        try {
            for (URL file : Collections.list(classLoader.getResources(FILE))) {
                read(file, versions);
            }
        } catch (IOException unreadable) {
            // What is known is enough for a message.
        }
        return versions;
    }

    private static void read(URL file, SortedMap<String, String> versions) throws IOException {
        Properties properties = new Properties();
        URLConnection connection = file.openConnection();
        // A cached jar file would stay open after the class loader has been closed.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            properties.load(in);
        }
        for (String key : properties.stringPropertyNames()) {
            String version = properties.getProperty(key);
            if (key.endsWith(KEY_SUFFIX) && version.startsWith(MAJOR)) {
                String artifact = key.substring(0, key.length() - KEY_SUFFIX.length());
                // The first file on the path is that of the classes that are loaded.
                versions.putIfAbsent(artifact, version);
            }
        }
    }
}
