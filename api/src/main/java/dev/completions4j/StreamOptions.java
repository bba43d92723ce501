// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stream carries besides the text; the property {@code stream_options}.
 *
 * @param includeUsage whether a last chunk tells the usage; null is not sent
 * @param includeObfuscation whether chunks are padded against observers of their size; null is not sent
 * @param additionalProperties what else a server takes here, such as vLLM's {@code continuous_usage_stats}
 */
public record StreamOptions(
        @Nullable Boolean includeUsage,
        @Nullable Boolean includeObfuscation,
        Map<String, JsonValue> additionalProperties) {

    public StreamOptions {
        additionalProperties = Copies.of(additionalProperties);
    }

    /** The additional properties by name only. */
    @Override
    public String toString() {
        return "StreamOptions[includeUsage=" + includeUsage + ", includeObfuscation=" + includeObfuscation
                + ", additionalProperties=" + additionalProperties.keySet() + "]";
    }

    /** Asks for a last chunk that tells the usage. */
    public static StreamOptions withUsage() {
        return new StreamOptions(true, null, Map.of());
    }
}
