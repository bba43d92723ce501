// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CallOptions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds possible secrets in the headers and query parameters of a request. */
final class SentSecrets {

    /** Shorter words are names of authentication schemes, or keys such as {@code none}. */
    private static final int MIN_LENGTH = 8;

    /** Names whose values are not secret and may be the subject of an error message. */
    private static final Set<String> HARMLESS = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "api-version",
            "content-type",
            "openai-beta",
            "openai-organization",
            "openai-project",
            "user-agent");

    private SentSecrets() {}

    static List<String> of(CallOptions options) {
        List<String> secrets = new ArrayList<>();
        options.headers().forEach((name, value) -> add(name, value, secrets));
        options.queryParameters().forEach((name, value) -> add(name, value, secrets));
        return secrets;
    }

    static boolean isLong(String secret) {
        return secret.length() >= MIN_LENGTH;
    }

    private static void add(String name, String value, List<String> secrets) {
        if (HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        int before = secrets.size();
        String[] words = value.split("[ ;,]+", -1);
        for (String word : words) {
            addLong(word, secrets);
            // Skips the name of a cookie.
            addLong(word.substring(word.indexOf('=') + 1), secrets);
        }
        if (secrets.size() == before) {
            addLong(value, secrets);
        }
        if (words.length == 2 && words[0].equalsIgnoreCase("Basic")) {
            addUserAndPassword(words[1], secrets);
        }
    }

    private static void addUserAndPassword(String base64, List<String> secrets) {
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), UTF_8);
            addLong(decoded, secrets);
            addLong(decoded.substring(decoded.indexOf(':') + 1), secrets);
        } catch (IllegalArgumentException notBase64) {
            // The word itself is hidden already.
        }
    }

    private static void addLong(String secret, List<String> secrets) {
        if (isLong(secret)) {
            secrets.add(secret);
        }
    }
}
