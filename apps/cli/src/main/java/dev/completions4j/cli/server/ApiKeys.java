// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the API key. */
final class ApiKeys {

    private ApiKeys() {}

    /**
     * Returns the key: from the file that the option names, the environment, or the config file. In each of the latter, a
     * key takes precedence over the name of a file.
     *
     * @return null if there is none
     * @throws dev.completions4j.cli.failure.UsageException if the file of the key cannot be read or is empty
     */
    static @Nullable String find(Settings settings, @Nullable String fileOption) {
        if (fileOption == null && settings.preferred(Setting.API_KEY, Setting.API_KEY_FILE) == Setting.API_KEY) {
            return settings.text(Setting.API_KEY, null);
        }
        return settings.value(Setting.API_KEY_FILE, fileOption, ApiKeys::firstLine);
    }

    private static String firstLine(String file) {
        try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
            String line = reader.readLine();
            if (line == null || line.isBlank()) {
                throw new IllegalArgumentException("the file is empty; write the key into its first line");
            }
            return line.strip();
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new IllegalArgumentException("the file does not exist; correct its name", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file cannot be read as text; check its permissions and what it is", e);
        }
    }
}
