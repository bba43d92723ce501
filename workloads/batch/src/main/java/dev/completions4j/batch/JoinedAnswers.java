// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import java.util.ArrayList;
import java.util.List;

/** Deals out a completion of several prompts. */
final class JoinedAnswers {

    private JoinedAnswers() {}

    /**
     * Returns a completion for each prompt, with choices numbered from 0 and without usage.
     *
     * @return an empty list if a prompt has no choice
     */
    static List<Completion> of(Completion whole, int prompts) {
        List<List<Choice>> choices = new ArrayList<>(prompts);
        for (int i = 0; i < prompts; i++) {
            choices.add(new ArrayList<>());
        }
        for (Choice choice : whole.choices()) {
            if (choice.promptIndex() < prompts) {
                List<Choice> own = choices.get(choice.promptIndex());
                own.add(new Choice(
                        own.size(),
                        0,
                        choice.text(),
                        choice.finishReason(),
                        choice.logprobs(),
                        choice.additionalProperties()));
            }
        }
        return choices.stream().anyMatch(List::isEmpty)
                ? List.of()
                : choices.stream().map(own -> part(whole, own)).toList();
    }

    private static Completion part(Completion whole, List<Choice> own) {
        return new Completion(
                whole.id(),
                whole.objectType(),
                whole.created(),
                whole.model(),
                own,
                whole.systemFingerprint(),
                null,
                whole.additionalProperties(),
                whole.response());
    }
}
