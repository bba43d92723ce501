// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Usage;
import java.util.List;

/** The usage in a chunk, of which some numbers differ from chunk to chunk. */
final class UsageShape {

    private final Usage usage;
    private final Hole[] holes;

    UsageShape(Usage usage, List<Hole> holes) {
        this.usage = usage;
        this.holes = holes.toArray(Hole[]::new);
    }

    Usage read(JsonScanner input, JsonLiteral[] literals) {
        long promptTokens = usage.promptTokens();
        long completionTokens = usage.completionTokens();
        long totalTokens = usage.totalTokens();
        for (Hole hole : holes) {
            hole.skipBefore(input, literals);
            long number = input.whole();
            switch (hole.place()) {
                case PROMPT_TOKENS -> promptTokens = number;
                case COMPLETION_TOKENS -> completionTokens = number;
                default -> totalTokens = number;
            }
        }
        return new Usage(
                promptTokens,
                completionTokens,
                totalTokens,
                usage.completionTokensDetails(),
                usage.promptTokensDetails(),
                usage.additionalProperties());
    }
}
