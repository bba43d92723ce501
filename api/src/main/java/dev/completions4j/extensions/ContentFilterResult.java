// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import org.jspecify.annotations.Nullable;

/**
 * The result of a content filter in one category.
 *
 * @param filtered whether text was removed; null if not sent
 * @param severity the severity, such as {@code safe}, {@code low}, {@code medium} or {@code high}; null for a category
 *     without severities
 * @param detected whether the category was detected; null for a category with severities
 * @since 0.1.0
 */
@Preview
public record ContentFilterResult(
        @Nullable Boolean filtered,
        @Nullable String severity,
        @Nullable Boolean detected) {}
