// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.ServerProfile;

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
            throw new IllegalArgumentException(remedy(String.valueOf(e.getMessage())), e);
        }
    }

    /** Returns what the library says after the value, which the sentence has named, for users of the program. */
    private static String remedy(String message) {
        return message.substring(message.indexOf("; ") + 2).replace("ServerProfile.compatible()", "compatible");
    }
}
