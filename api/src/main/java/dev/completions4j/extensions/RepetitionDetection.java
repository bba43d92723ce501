// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;

/**
 * The repetition that ends generation: a pattern of tokens at the end of the text that occurs several times in
 * succession. The property {@code repetition_detection} of vLLM 0.32.
 *
 * @param maxPatternSize the maximum number of tokens of a pattern, at least 1
 * @param minPatternSize the minimum number of tokens of a pattern, at least 1
 * @param minCount the number of occurrences that ends generation, at least 2
 * @since 0.1.0
 */
@Preview
public record RepetitionDetection(int maxPatternSize, int minPatternSize, int minCount) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a component is less than its minimum, or {@code minPatternSize} is greater
     *     than {@code maxPatternSize}
     */
    public RepetitionDetection {
        if (minPatternSize < 1 || minPatternSize > maxPatternSize) {
            throw new IllegalArgumentException("minPatternSize is " + minPatternSize + " and maxPatternSize is "
                    + maxPatternSize + "; the first must be at least 1 and at most the second");
        }
        if (minCount < 2) {
            throw new IllegalArgumentException("minCount is " + minCount + "; it must be at least 2");
        }
    }

    /**
     * Creates a detection of patterns of any size up to a maximum.
     *
     * @param maxPatternSize the maximum number of tokens of a pattern, at least 1
     * @param minCount the number of occurrences that ends generation, at least 2
     * @throws IllegalArgumentException if an argument is less than its minimum
     */
    public RepetitionDetection(int maxPatternSize, int minCount) {
        this(maxPatternSize, 1, minCount);
    }

    JsonValue toJson() {
        return OrderedObject.of(
                "max_pattern_size", JsonValue.of(maxPatternSize),
                "min_pattern_size", JsonValue.of(minPatternSize),
                "min_count", JsonValue.of(minCount));
    }
}
