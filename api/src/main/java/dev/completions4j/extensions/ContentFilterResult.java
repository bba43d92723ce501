// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import org.jspecify.annotations.Nullable;

/**
 * What a content filter found in one category.
 *
 * @param filtered whether text was left out because of it; null if the server does not tell
 * @param severity such as {@code safe}, {@code low}, {@code medium} or {@code high}; null for a category that is either
 *     detected or not
 * @param detected whether it was found; null for a category that has severities
 */
public record ContentFilterResult(
        @Nullable Boolean filtered,
        @Nullable String severity,
        @Nullable Boolean detected) {}
