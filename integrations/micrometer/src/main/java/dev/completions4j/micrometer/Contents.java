// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.FinishReason;
import dev.completions4j.Prompt;
import io.micrometer.common.KeyValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an observation shows of prompts and completions. */
enum Contents {
    /** Nothing. */
    HIDDEN {
        @Override
        KeyValues of(CompletionRequest request, @Nullable Completion completion) {
            return KeyValues.empty();
        }
    },
    /** Prompts that are texts, the texts of choices, and stop sequences. */
    CAPTURED {
        @Override
        KeyValues of(CompletionRequest request, @Nullable Completion completion) {
            KnownValues known = new KnownValues();
            known.add("gen_ai.input.messages", input(request.prompt()));
            known.add("gen_ai.request.stop_sequences", stopSequences(request.stop()));
            known.add("gen_ai.output.messages", completion == null ? null : output(completion.choices()));
            return known.keyValues();
        }
    };

    abstract KeyValues of(CompletionRequest request, @Nullable Completion completion);

    private static @Nullable String input(@Nullable Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            return JsonTexts.array(List.of(userMessage(text.text())));
        }
        if (prompt instanceof Prompt.Texts texts) {
            return JsonTexts.array(
                    texts.texts().stream().map(Contents::userMessage).toList());
        }
        return null;
    }

    private static @Nullable String stopSequences(@Nullable List<String> stop) {
        return stop == null
                ? null
                : JsonTexts.array(stop.stream().map(JsonTexts::string).toList());
    }

    private static @Nullable String output(List<Choice> choices) {
        return choices.isEmpty()
                ? null
                : JsonTexts.array(
                        choices.stream().map(Contents::assistantMessage).toList());
    }

    private static String userMessage(String text) {
        return "{\"role\":\"user\"," + parts(text) + "}";
    }

    private static String assistantMessage(Choice choice) {
        FinishReason reason = choice.finishReason();
        return "{\"role\":\"assistant\"," + parts(choice.text()) + ",\"finish_reason\":"
                + JsonTexts.string(reason == null ? "" : reason.value()) + "}";
    }

    private static String parts(String text) {
        return "\"parts\":[{\"type\":\"text\",\"content\":" + JsonTexts.string(text) + "}]";
    }
}
