// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.Usage;
import dev.completions4j.Usage.CompletionTokensDetails;
import dev.completions4j.Usage.PromptTokensDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the usage of a request from the usage in its chunks.
 *
 * <p>Most servers report it once, in a chunk without choices, which takes precedence. Some report it per choice, at the
 * end of each choice; those values are added (llama.cpp, TGI). Some report a running count in every chunk (vLLM, on
 * request), which is used if there is nothing else, or zeros (Ollama), which are ignored.
 */
final class UsageAccumulator {

    private @Nullable Usage ofRequest;
    private @Nullable Usage ofFinishedChoices;
    private @Nullable Usage soFar;

    /** @param choices those of the same chunk */
    void add(Usage usage, List<Choice> choices) {
        if (hasFinishedChoice(choices)) {
            ofFinishedChoices = ofFinishedChoices == null ? usage : sum(ofFinishedChoices, usage);
        } else if (!isZero(usage)) {
            if (choices.isEmpty()) {
                ofRequest = usage;
            } else {
                soFar = usage;
            }
        }
    }

    private static boolean hasFinishedChoice(List<Choice> choices) {
        for (Choice choice : choices) {
            if (choice.finishReason() != null) {
                return true;
            }
        }
        return false;
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
