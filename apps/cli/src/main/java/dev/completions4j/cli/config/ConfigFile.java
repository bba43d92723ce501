// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.config;

import dev.completions4j.cli.failure.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file of settings: lines such as {@code model = tiny}, in the format of Java's properties, in UTF-8. */
final class ConfigFile {

    /** What names of settings look like, and keys rarely do. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z._-]{1,20}");

    private ConfigFile() {}

    /**
     * Returns the settings of a file, keyed by name.
     *
     * @throws UsageException if the file cannot be read, or has an unknown setting
     */
    static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new UsageException("The config file " + file + " does not exist; create it, or correct its name");
        } catch (CharacterCodingException e) {
            throw new UsageException("The config file " + file + " is not UTF-8; save it as UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("The config file " + file + " cannot be read (" + e.getMessage()
                    + "); it must have lines such as: model = tiny");
        }
        Map<String, String> settings = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name).strip();
            if (!Setting.NAMES.contains(name)) {
                throw new UsageException("The config file " + file + " has an unknown setting" + shown(name, value)
                        + "; the settings are " + String.join(", ", Setting.NAMES));
            }
            settings.put(name, value);
        }
        return settings;
    }

    /** A key in a line of its own reads as the name of a setting. */
    private static String shown(String name, String value) {
        return value.isEmpty() || !NAME.matcher(name).matches() ? "" : " '" + name + "'";
    }

    /**
     * Returns the user's own file, whether or not it exists; null if there is no home directory, or the locale cannot
     * represent its name.
     */
    static @Nullable Path ofUser(Map<String, String> environment) {
        try {
            return belowFolder(environment);
        } catch (InvalidPathException e) {
            // The file is optional, as nobody has named it.
            return null;
        }
    }

    private static @Nullable Path belowFolder(Map<String, String> environment) {
        for (String folder : new String[] {"XDG_CONFIG_HOME", "APPDATA"}) {
            String path = environment.getOrDefault(folder, "");
            if (!path.isEmpty()) {
                return Path.of(path, "completions4j", "config.properties");
            }
        }
        String home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
        return home.isEmpty() ? null : Path.of(home, ".config", "completions4j", "config.properties");
    }
}
