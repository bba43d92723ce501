// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientProvider;

/** Provides this engine to {@link CompletionsClient#builder()}. */
public final class DefaultCompletionsClientProvider implements CompletionsClientProvider {

    @Override
    public CompletionsClient.Builder builder() {
        return new DefaultClientBuilder();
    }
}
