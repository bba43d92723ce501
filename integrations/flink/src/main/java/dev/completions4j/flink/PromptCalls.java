// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Completion;
import java.util.concurrent.CompletableFuture;

/** Requests completions of single prompts. */
@FunctionalInterface
interface PromptCalls {

    /**
     * Requests the completion of a prompt.
     *
     * @param prompt the text of the prompt
     * @return the completion with the choices of this prompt only
     */
    CompletableFuture<Completion> complete(String prompt);
}
