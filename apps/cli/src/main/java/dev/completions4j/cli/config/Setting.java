// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A setting that environment and config file can have, too. */
@SuppressWarnings("ImmutableEnumChecker") // The list is a copy.
public enum Setting {
    BASE_URL("OPENAI_BASE_URL"),
    /** The only one without an option, since other users can see the arguments of a process. */
    API_KEY("OPENAI_API_KEY"),
    API_KEY_FILE,
    MODEL,
    MAX_TOKENS,
    TEMPERATURE,
    PROFILE,
    TRANSPORT,
    CA_FILE,
    PROXY,
    TIMEOUT,
    ATTEMPTS;

    /** The names of all settings in the config file. */
    static final List<String> NAMES = Arrays.stream(values()).map(Setting::key).toList();

    private final List<String> variables;

    Setting(String... furtherVariables) {
        variables = Stream.concat(Stream.of("COMPLETIONS_" + name()), Stream.of(furtherVariables))
                .toList();
    }

    /** Returns the name in the config file, which is that of the option without its hyphens. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns whether messages must not show the value: URLs can have a password, and some users give the key where the
     * name of its file belongs.
     */
    boolean isSecret() {
        return switch (this) {
            case BASE_URL, API_KEY, API_KEY_FILE, PROXY -> true;
            default -> false;
        };
    }

    /** Returns the environment variables; the first one that is set takes precedence. */
    List<String> variables() {
        return variables;
    }
}
