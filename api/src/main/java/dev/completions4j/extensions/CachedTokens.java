// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of prompt tokens that SGLang read from its caches (the property {@code cached_tokens_details} of SGLang
 * 0.5.23). Components that the server does not report are null.
 *
 * @param device the tokens read from the memory of the accelerator
 * @param host the tokens read from the memory of the host
 * @param storage the tokens read from storage
 * @param storageBackend the kind of storage
 * @since 0.1.0
 */
@Preview
public record CachedTokens(
        @Nullable Long device,
        @Nullable Long host,
        @Nullable Long storage,
        @Nullable String storageBackend) {}
