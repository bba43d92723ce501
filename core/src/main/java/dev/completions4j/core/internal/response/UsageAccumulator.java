// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionChunk;
import dev.completions4j.Usage;
import dev.completions4j.Usage.CompletionTokensDetails;
import dev.completions4j.Usage.PromptTokensDetails;
import org.jspecify.annotations.Nullable;

/**
 * Finds the usage of a whole request among those that its chunks tell.
 *
 * <p>Most servers tell it once, in a chunk without choices, which then holds. Some tell each choice's own with the
 * choice's end, and those add up (llama.cpp, TGI). Some tell the count so far in every chunk (vLLM, if asked), or zeros
 * (Ollama): the count so far serves if nothing better comes, zeros never.
 */
final class UsageAccumulator {

    private @Nullable Usage ofRequest;
    private @Nullable Usage ofFinishedChoices;
    private @Nullable Usage soFar;

    void add(CompletionChunk chunk) {
        Usage usage = chunk.usage();
        if (usage == null) {
            return;
        }
        if (chunk.choices().stream().anyMatch(choice -> choice.finishReason() != null)) {
            ofFinishedChoices = ofFinishedChoices == null ? usage : sum(ofFinishedChoices, usage);
        } else if (!isZero(usage)) {
            if (chunk.choices().isEmpty()) {
                ofRequest = usage;
            } else {
                soFar = usage;
            }
        }
    }

    private static boolean isZero(Usage usage) {
        return usage.promptTokens() == 0 && usage.completionTokens() == 0 && usage.totalTokens() == 0;
    }

    @Nullable Usage total() {
        if (ofRequest != null) {
            return ofRequest;
        }
        return ofFinishedChoices != null ? ofFinishedChoices : soFar;
    }

    private static Usage sum(Usage a, Usage b) {
        return new Usage(
                a.promptTokens() + b.promptTokens(),
                a.completionTokens() + b.completionTokens(),
                a.totalTokens() + b.totalTokens(),
                sum(a.completionTokensDetails(), b.completionTokensDetails()),
                sum(a.promptTokensDetails(), b.promptTokensDetails()),
                b.additionalProperties());
    }

    private static @Nullable CompletionTokensDetails sum(
            @Nullable CompletionTokensDetails a, @Nullable CompletionTokensDetails b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new CompletionTokensDetails(
                sum(a.acceptedPredictionTokens(), b.acceptedPredictionTokens()),
                sum(a.rejectedPredictionTokens(), b.rejectedPredictionTokens()),
                sum(a.audioTokens(), b.audioTokens()),
                sum(a.reasoningTokens(), b.reasoningTokens()),
                sum(a.textTokens(), b.textTokens()),
                b.additionalProperties());
    }

    private static @Nullable PromptTokensDetails sum(@Nullable PromptTokensDetails a, @Nullable PromptTokensDetails b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new PromptTokensDetails(
                sum(a.audioTokens(), b.audioTokens()),
                sum(a.cachedTokens(), b.cachedTokens()),
                sum(a.textTokens(), b.textTokens()),
                sum(a.imageTokens(), b.imageTokens()),
                sum(a.cacheWriteTokens(), b.cacheWriteTokens()),
                b.additionalProperties());
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a + b;
    }
}
