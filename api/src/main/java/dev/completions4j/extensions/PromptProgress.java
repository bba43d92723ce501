// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The progress of llama.cpp in processing a prompt (the property {@code prompt_progress} of build b11549, October 2026). Components
 * that the server does not report are null.
 *
 * @param totalTokens the tokens of the prompt
 * @param cachedTokens the tokens read from the cache
 * @param processedTokens the tokens processed so far, including the cached ones
 * @param time the time since processing started
 * @since 0.1.0
 */
@Preview
public record PromptProgress(
        @Nullable Long totalTokens,
        @Nullable Long cachedTokens,
        @Nullable Long processedTokens,
        @Nullable Duration time) {}
