// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.config;

import dev.completions4j.cli.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of the settings: an option takes precedence over the environment, which takes precedence over the config
 * file. Empty values of environment and file count as absent.
 */
public final class Settings {

    private static final String CONFIG_VARIABLE = "COMPLETIONS_CONFIG";

    private final Map<String, String> environment;
    private final Decoded decoded;
    private final Map<String, String> file;
    private final String fileName;

    private Settings(Map<String, String> environment, Decoded decoded, Map<String, String> file, String fileName) {
        this.environment = environment;
        this.decoded = decoded;
        this.file = file;
        this.fileName = fileName;
    }

    /**
     * Reads the settings.
     *
     * @param environment the environment variables
     * @param decoded checks them
     * @param config the config file; null for the one that {@code COMPLETIONS_CONFIG} names, or else the user's own, if
     *     it exists
     * @throws UsageException if a config file was named and cannot be read, or has unknown settings
     */
    public static Settings read(Map<String, String> environment, Decoded decoded, @Nullable String config) {
        Path file = config == null ? byDefault(environment, decoded) : named(config);
        return file == null
                ? new Settings(environment, decoded, Map.of(), "")
                : new Settings(environment, decoded, ConfigFile.read(file), file.toString());
    }

    private static @Nullable Path byDefault(Map<String, String> environment, Decoded decoded) {
        String config = environment.getOrDefault(CONFIG_VARIABLE, "");
        decoded.check(config, CONFIG_VARIABLE, "");
        if (!config.isEmpty()) {
            return named(config);
        }
        Path users = ConfigFile.ofUser(environment);
        return users == null || !Files.exists(users) ? null : users;
    }

    private static Path named(String config) {
        if (config.isEmpty()) {
            throw new UsageException("--config is empty; give it a value, or leave it out");
        }
        try {
            return Path.of(config);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + config + "' is no name of a file; correct the config file's name");
        }
    }

    /**
     * Returns a setting's value.
     *
     * @param setting the setting
     * @param option the value of its option; null if it is absent
     * @return null if it is set nowhere
     */
    public @Nullable String text(Setting setting, @Nullable String option) {
        Value value = value(setting, option);
        return value == null ? null : value.text;
    }

    /**
     * Returns a setting's value after conversion.
     *
     * @param setting the setting
     * @param option the value of its option; null if it is absent
     * @param conversion throws {@link IllegalArgumentException} with a sentence that follows the value, such as
     *     {@code it must be a whole number}
     * @return null if it is set nowhere
     * @throws UsageException if the conversion fails; the message names where the value came from, and shows the value
     *     unless it may be a secret
     */
    public <T> @Nullable T value(Setting setting, @Nullable String option, Function<String, T> conversion) {
        Value value = value(setting, option);
        return value == null ? null : converted(value.text, conversion, value.problem(setting));
    }

    /**
     * Returns the value of an option that is no setting.
     *
     * @param name the option's name
     * @param text its value; null if it is absent
     * @param conversion as for {@link #value}
     * @return null if it is absent
     * @throws UsageException if the conversion fails
     */
    public static <T> @Nullable T option(String name, @Nullable String text, Function<String, T> conversion) {
        return text == null ? null : converted(text, conversion, problem(name, text));
    }

    private static <T> T converted(String text, Function<String, T> conversion, String problem) {
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(problem + e.getMessage());
        }
    }

    private static String problem(String source, String text) {
        return source + " is '" + text + "'; ";
    }

    /**
     * Returns which of two settings applies if one is enough: the one that the environment has, or else the one that the
     * config file has.
     *
     * @param first applies if the same source has both
     * @param second applies if neither is set
     */
    public Setting preferred(Setting first, Setting second) {
        boolean isSecond = ofEnvironment(first) == null && (ofEnvironment(second) != null || ofFile(first) == null);
        return isSecond ? second : first;
    }

    private @Nullable Value value(Setting setting, @Nullable String option) {
        if (option != null) {
            if (option.isEmpty()) {
                throw new UsageException("--" + setting.key() + " is empty; give it a value, or leave it out");
            }
            return new Value(option, "--" + setting.key());
        }
        Value ofEnvironment = ofEnvironment(setting);
        return ofEnvironment == null ? ofFile(setting) : ofEnvironment;
    }

    private @Nullable Value ofEnvironment(Setting setting) {
        for (String variable : setting.variables()) {
            String text = environment.getOrDefault(variable, "");
            if (!text.isEmpty()) {
                decoded.check(text, variable, ", or use the config file");
                return new Value(text, variable);
            }
        }
        return null;
    }

    private @Nullable Value ofFile(Setting setting) {
        String text = file.getOrDefault(setting.key(), "");
        return text.isEmpty() ? null : new Value(text, setting.key() + " in " + fileName);
    }

    /** @param source where it came from, for messages */
    private record Value(String text, String source) {

        String problem(Setting setting) {
            return setting.isSecret() ? source + " cannot be used: " : Settings.problem(source, text);
        }
    }
}
