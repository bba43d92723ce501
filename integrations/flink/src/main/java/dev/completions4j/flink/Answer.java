// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A completion as a Flink POJO.
 *
 * @param id the server's id; empty if not sent
 * @param model the name of the model; empty if not sent
 * @param choices the choices, in the order of their indexes
 * @param promptTokens the number of tokens in the prompt; null if not sent
 * @param completionTokens the number of tokens in all choices; null if not sent
 * @param totalTokens the total, as reported by the server; null if not sent
 * @param attempts the number of attempts, including the successful one
 * @since 0.1.0
 */
public record Answer(
        String id,
        String model,
        List<AnswerChoice> choices,
        @Nullable Long promptTokens,
        @Nullable Long completionTokens,
        @Nullable Long totalTokens,
        int attempts) {

    static Answer of(Completion completion) {
        List<AnswerChoice> choices = new ArrayList<>();
        completion.choices().forEach(choice -> choices.add(choice(choice)));
        Usage usage = completion.usage();
        return new Answer(
                completion.id(),
                completion.model(),
                choices,
                usage == null ? null : usage.promptTokens(),
                usage == null ? null : usage.completionTokens(),
                usage == null ? null : usage.totalTokens(),
                completion.response().attempts());
    }

    private static AnswerChoice choice(Choice choice) {
        return new AnswerChoice(
                choice.index(),
                choice.text(),
                choice.finishReason() == null ? null : choice.finishReason().value());
    }

    /** Returns the text of the first choice; empty if there is no choice. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).text();
    }

    /** Returns the answer without any text. */
    @Override
    public String toString() {
        return "Answer[id=" + id + ", model=" + model + ", choices=" + choices + ", totalTokens=" + totalTokens
                + ", attempts=" + attempts + "]";
    }
}
