// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.ServerProfile;
import java.util.Locale;

/** The profiles of servers by the names that the option has. */
public final class Profiles {

    private static final String NAMES = "compatible, openai, azure, vllm, vllm:VERSION, llama-cpp, llama-cpp:BUILD,"
            + " sglang, tgi, ollama, deepseek or litellm";

    private Profiles() {}

    /**
     * Returns a profile.
     *
     * @param name such as {@code ollama} or {@code vllm:0.11.0}
     * @throws IllegalArgumentException if there is none; the message continues a sentence that names the value
     */
    public static ServerProfile named(String name) {
        int colon = name.indexOf(':');
        String kind = (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
        String version = colon < 0 ? "" : name.substring(colon + 1);
        return version.isEmpty() && colon < 0 ? newest(kind) : ofVersion(kind, version);
    }

    private static ServerProfile newest(String kind) {
        return switch (kind) {
            case "compatible" -> ServerProfile.compatible();
            case "openai" -> ServerProfile.openAi();
            case "azure" -> ServerProfile.azure();
            case "vllm" -> ServerProfile.vllm();
            case "llama-cpp" -> ServerProfile.llamaCpp();
            case "sglang" -> ServerProfile.sglang();
            case "tgi" -> ServerProfile.tgi();
            case "ollama" -> ServerProfile.ollama();
            case "deepseek" -> ServerProfile.deepSeek();
            case "litellm" -> ServerProfile.liteLlm();
            default -> throw new IllegalArgumentException("use " + NAMES);
        };
    }

    private static ServerProfile ofVersion(String kind, String version) {
        return switch (kind) {
            case "vllm" -> ServerProfile.vllm(version);
            case "llama-cpp" -> llamaCpp(version);
            default -> throw new IllegalArgumentException("only vllm and llama-cpp have versions; use " + NAMES);
        };
    }

    private static ServerProfile llamaCpp(String build) {
        try {
            return ServerProfile.llamaCpp(Integer.parseInt(build));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write the number of the build, as in llama-cpp:6451", e);
        }
    }
}
