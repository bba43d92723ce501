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

/** Whether observations contain prompts and completions. */
enum ContentCapture {
    /** No content. */
    DISABLED {
        @Override
        KeyValues of(CompletionRequest request, @Nullable Completion completion) {
            return KeyValues.empty();
        }
    },
    /** Text prompts, the texts of choices, and stop sequences. */
    ENABLED {
        @Override
        KeyValues of(CompletionRequest request, @Nullable Completion completion) {
            KeyValuesBuilder values = new KeyValuesBuilder();
            values.add("gen_ai.input.messages", input(request.prompt()));
            values.add("gen_ai.request.stop_sequences", stopSequences(request.stop()));
            values.add("gen_ai.output.messages", completion == null ? null : output(completion.choices()));
            return values.build();
        }
    };

    /** @param completion null if the call did not complete */
    abstract KeyValues of(CompletionRequest request, @Nullable Completion completion);

    private static @Nullable String input(@Nullable Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            return JsonAttributes.array(List.of(userMessage(text.text())));
        }
        if (prompt instanceof Prompt.Texts texts) {
            return JsonAttributes.array(
                    texts.texts().stream().map(ContentCapture::userMessage).toList());
        }
        return null;
    }

    private static @Nullable String stopSequences(@Nullable List<String> stop) {
        return stop == null
                ? null
                : JsonAttributes.array(stop.stream().map(JsonAttributes::string).toList());
    }

    private static @Nullable String output(List<Choice> choices) {
        return choices.isEmpty()
                ? null
                : JsonAttributes.array(
                        choices.stream().map(ContentCapture::assistantMessage).toList());
    }

    private static String userMessage(String text) {
        return "{\"role\":\"user\"," + parts(text) + "}";
    }

    private static String assistantMessage(Choice choice) {
        FinishReason reason = choice.finishReason();
        return "{\"role\":\"assistant\"," + parts(choice.text()) + ",\"finish_reason\":"
                + JsonAttributes.string(reason == null ? "" : reason.value()) + "}";
    }

    private static String parts(String text) {
        return "\"parts\":[{\"type\":\"text\",\"content\":" + JsonAttributes.string(text) + "}]";
    }
}
