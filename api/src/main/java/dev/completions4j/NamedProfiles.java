// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The built-in profiles by the names that options, properties and files use. */
final class NamedProfiles {

    private static final Map<String, Supplier<ServerProfile>> NEWEST = new LinkedHashMap<>();
    private static final Map<String, Function<String, ServerProfile>> BY_VERSION = new LinkedHashMap<>();

    static {
        NEWEST.put("compatible", ServerProfile::compatible);
        NEWEST.put("openai", ServerProfile::openAi);
        NEWEST.put("azure", ServerProfile::azure);
        NEWEST.put("vllm", ServerProfile::vllm);
        NEWEST.put("llama-cpp", ServerProfile::llamaCpp);
        NEWEST.put("sglang", ServerProfile::sglang);
        NEWEST.put("tgi", ServerProfile::tgi);
        NEWEST.put("ollama", ServerProfile::ollama);
        NEWEST.put("deepseek", ServerProfile::deepSeek);
        NEWEST.put("litellm", ServerProfile::liteLlm);
        BY_VERSION.put("vllm", ServerProfile::vllm);
        BY_VERSION.put("llama-cpp", NamedProfiles::llamaCpp);
    }

    private NamedProfiles() {}

    static Set<String> names() {
        return Collections.unmodifiableSet(NEWEST.keySet());
    }

    static ServerProfile named(String name) {
        int colon = name.indexOf(':');
        String kind = (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
        Supplier<ServerProfile> newest = NEWEST.get(kind);
        if (newest == null) {
            throw new IllegalArgumentException("profile is \"" + name + "\"; use " + choices());
        }
        return colon < 0 ? newest.get() : ofVersion(name, kind, name.substring(colon + 1));
    }

    private static ServerProfile ofVersion(String name, String kind, String version) {
        Function<String, ServerProfile> byVersion = BY_VERSION.get(kind);
        if (byVersion == null) {
            throw new IllegalArgumentException("profile is \"" + name + "\"; only "
                    + String.join(" and ", BY_VERSION.keySet()) + " have versions, use " + kind);
        }
        return byVersion.apply(version);
    }

    private static ServerProfile llamaCpp(String build) {
        int number;
        try {
            number = Integer.parseInt(build);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "build is \"" + build + "\"; write the number of the build, as in llama-cpp:6451", e);
        }
        return ServerProfile.llamaCpp(number);
    }

    /** Returns the names in the form that a message lists them. */
    private static String choices() {
        String all = String.join(", ", NEWEST.keySet());
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or " + all.substring(last + 2) + ", or with a version vllm:0.11.0 or"
                + " llama-cpp:6451";
    }
}
