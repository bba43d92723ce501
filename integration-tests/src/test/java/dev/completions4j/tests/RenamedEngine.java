// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientProvider;
import dev.completions4j.core.internal.DefaultCompletionsClientProvider;

/** The engine under the name that another version might have for it. */
public final class RenamedEngine implements CompletionsClientProvider {

    private final CompletionsClientProvider engine = new DefaultCompletionsClientProvider();

    @Override
    public CompletionsClient.Builder builder() {
        return engine.builder();
    }
}
