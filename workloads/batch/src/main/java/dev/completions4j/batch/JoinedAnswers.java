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
     * @param choicesEach the number of choices that were requested for each prompt
     * @return an empty list if that is not what the server sent, so that nobody knows to which prompts its choices belong
     */
    static List<Completion> of(Completion whole, int prompts, int choicesEach) {
        if (whole.choices().size() != (long) prompts * choicesEach) {
            return List.of();
        }
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
        return choices.stream().anyMatch(own -> own.size() != choicesEach)
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
