// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.ServerProfile;
import java.util.regex.Pattern;

/** The profiles of servers by the value of the option. */
final class Profiles {

    private Profiles() {}

    /**
     * Returns a profile.
     *
     * @param name such as {@code ollama} or {@code vllm:0.11.0}
     * @throws IllegalArgumentException if there is none; the message continues a sentence that names the value
     */
    static ServerProfile named(String name) {
        try {
            return ServerProfile.named(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(remedy(name, String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Returns the library's message for users of the program, without a beginning that names the value, such as
     * {@code profile is "x"; }, since the sentence has named it.
     */
    private static String remedy(String name, String message) {
        String version = name.substring(name.indexOf(':') + 1);
        String value = "\"?(" + Pattern.quote(name) + "|" + Pattern.quote(version) + ")\"?";
        return message.replaceFirst("^\\w+ is " + value + "; ", "").replace("ServerProfile.compatible()", "compatible");
    }
}
